"""A study of the resilience protocol, whose sites need two approvals each, and its people."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import cast
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "safety" / "night"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
sys.path.insert(0, str(Path(__file__).parent))
import night
from letters import NOON

from limen.conduct.core import clock
from limen.conduct.core.approvals.services import end_approval
from limen.conduct.core.models import ApprovalRecord


def bare() -> None:
    """Take back what the template recorded, so that no site has anything."""
    for letter in ApprovalRecord.objects.filter(ends=None):
        end_approval(letter, reason="mistake", ended_on=date(2000, 1, 1), by=cast.BY)


@pytest.fixture
def people(study) -> Iterator[night.Team]:
    """The team at noon; no site has any approval."""
    with clock.as_of(NOON):
        bare()
        yield night.Team()


@pytest.fixture
def on_each(on_each_database) -> Iterator[night.Team]:
    """The same on one database after the other."""
    with clock.as_of(NOON):
        bare()
        yield night.Team()
