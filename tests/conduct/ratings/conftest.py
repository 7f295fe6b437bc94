"""A demonstration study in which anna is to be rated, and rita who rates her."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
sys.path.insert(0, str(Path(__file__).parent / "interview"))
import cast
import interview
import team

from limen.conduct.core import clock
from limen.conduct.core.models import Participant, StaffMember


@pytest.fixture
def people(demonstration_study) -> Iterator[cast.Cast]:
    """The cast on SQLite, while the first week is to be rated."""
    with clock.as_of(interview.SUNDAY):
        yield cast.people()


@pytest.fixture
def on_each(demonstration_on_each_database) -> Iterator[cast.Cast]:
    """The cast on one database after the other."""
    with clock.as_of(interview.SUNDAY):
        yield cast.people()


@pytest.fixture
def anna(people) -> Participant:
    """Takes part at the first site; the first week is to be rated."""
    team.begins(people.anna)
    return people.anna


@pytest.fixture
def rita(anna) -> StaffMember:
    """Rates at anna's site."""
    return team.rita()


@pytest.fixture
def browser_of_rita(rita):
    """A browser in which rita is signed in."""
    return team.browser_of(rita)
