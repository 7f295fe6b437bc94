"""A demonstration study in which anna takes part, and who fills in forms about her."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "visit"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
import cast
import servers
import team
import visit

from limen.conduct.core import clock
from limen.conduct.core.models import Participant


@pytest.fixture
def people(deployment: object) -> Iterator[cast.Cast]:
    """The cast on SQLite, in the evening of study day 2; doses are supervised."""
    with servers.sqlite(visit.PROTOCOL), clock.as_of(team.EVENING):
        yield cast.people()


@pytest.fixture(params=["sqlite", "postgresql"])
def on_each(request: pytest.FixtureRequest, deployment: object) -> Iterator[cast.Cast]:
    """The same on one database after the other."""
    with getattr(servers, request.param)(visit.PROTOCOL), clock.as_of(team.EVENING):
        yield cast.people()


@pytest.fixture
def anna(people: cast.Cast) -> Participant:
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
