"""Fifty entries a second, for three seconds: nothing lost, nothing double; no time is judged."""

from __future__ import annotations

import pytest
from validation.conduct_soak import soak

pytestmark = pytest.mark.long


def test_what_was_acknowledged_under_load_is_there_once(database: str) -> None:
    found = soak(database, entries=150, seed=20261126, seconds=3.0, invited=2, retries=120.0)
    assert found["problems"] == []
    assert found["told"]["acknowledged"] == found["found"]["stored"] == 150
    assert found["told"]["sent_twice"] >= 2
    assert found["told"]["cut_and_sent_again"] >= 2
    assert found["responses_exported"] >= 150 * 20
