"""A demonstration study that pays for its diaries and its weeks; anna has begun."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers

sys.path.insert(0, str(Path(__file__).parents[1] / "safety" / "night"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
sys.path.insert(0, str(Path(__file__).parent))
import night
import purse
import team

from limen.conduct.core import clock
from limen.conduct.core.models import Participant
from limen.conduct.core.occasions.services import settle


@pytest.fixture
def people(deployment) -> Iterator[night.Team]:
    """The team on SQLite, at the evening of study day 2."""
    with servers.sqlite(purse.PROTOCOL), clock.as_of(team.EVENING):
        yield night.Team()


@pytest.fixture
def on_each(demonstration_on_each_database) -> Iterator[night.Team]:
    """On one database after the other: the demonstration as it is; all of anna's is over."""
    found = night.Team()
    with clock.as_of(team.EVENING):
        team.begins(found.anna)
    with clock.as_of(purse.LATER):
        settle()
        yield found


@pytest.fixture
def anna(people) -> Participant:
    """Takes part at the first site."""
    team.begins(people.anna)
    return people.anna
