"""A demonstration study with the cast in it, in the evening of anna's study day 2."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "team"))
import cast
import team

from limen.conduct.core import clock
from limen.conduct.core.models import Participant
from limen.conduct.core.services.invite import invite


@pytest.fixture
def people(demonstration_study) -> Iterator[cast.Cast]:
    """The cast; nobody has begun."""
    with clock.as_of(team.EVENING):
        yield cast.people()


@pytest.fixture
def anna(people) -> Participant:
    """Takes part at the first site; it is the evening of study day 2."""
    team.begins(people.anna)
    return people.anna


@pytest.fixture
def carla(people):
    """A browser in which anna's coordinator is signed in."""
    return team.browser_of(people.carla)


@pytest.fixture
def ines(people):
    """A browser in which anna's investigator is signed in."""
    return team.browser_of(people.ines)


@pytest.fixture
def mei(people):
    """A browser in which the monitor of anna's site is signed in."""
    return team.browser_of(people.mei)


@pytest.fixture
def dario(people):
    """A browser in which the coordinator of the other site is signed in."""
    return team.browser_of(people.dario)


@pytest.fixture
def bea(people) -> Participant:
    """Invited to the first site, no more."""
    return invite(people.here, by=cast.BY).participant
