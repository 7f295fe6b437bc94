"""`kill -9` at random moments, and a database that cannot write: the short version."""

from __future__ import annotations

import pytest
from validation.conduct_kills import killed, starved

pytestmark = pytest.mark.long


def test_killed_at_random_moments_nothing_acknowledged_is_lost(database: str) -> None:
    found = killed(
        database, seed=20261126, supervised=False, seconds=10.0, people=15, pause=(1.0, 2.5)
    )
    assert found["problems"] == []
    assert sum(found["struck"].values()) >= 2
    assert found["counts"]["acknowledged"] == 10


def test_nobody_gets_a_receipt_while_nothing_can_be_written(database: str) -> None:
    found = starved(database, entries=8, seed=20261126)
    assert found["problems"] == []
    assert set(found["told"]["refused"]) <= {"500", "503"}
    assert set(found["told"]["then"]) == {"200"}
