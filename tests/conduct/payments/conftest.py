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


@pytest.fixture
def people(deployment) -> Iterator[night.Team]:
    """The team on SQLite, at the evening of study day 2."""
    with servers.sqlite(purse.PROTOCOL), clock.as_of(team.EVENING):
        yield night.Team()


@pytest.fixture(params=["sqlite", "postgresql"])
def on_each(request, deployment) -> Iterator[night.Team]:
    """The team on one database after the other."""
    with getattr(servers, request.param)(purse.PROTOCOL), clock.as_of(team.EVENING):
        yield night.Team()


@pytest.fixture
def anna(people) -> Participant:
    """Takes part at the first site."""
    team.begins(people.anna)
    return people.anna
