"""A demonstration study with the cast in it, in the evening of anna's study day 2."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "safety" / "night"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
sys.path.insert(0, str(Path(__file__).parent / "kept"))
import night
import team

from limen.conduct.core import clock
from limen.conduct.core.models import Participant


@pytest.fixture
def people(demonstration_study) -> Iterator[night.Team]:
    """The cast on SQLite, at the evening of study day 2."""
    with clock.as_of(team.EVENING):
        yield night.Team()


@pytest.fixture
def on_each(demonstration_on_each_database) -> Iterator[night.Team]:
    """The cast on one database after the other."""
    with clock.as_of(team.EVENING):
        yield night.Team()


@pytest.fixture
def anna(people) -> Participant:
    """Takes part at the first site; it is the evening of study day 2."""
    team.begins(people.anna)
    return people.anna
