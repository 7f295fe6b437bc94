"""A demonstration study and its team, at the evening of study day 2; nothing is delegated yet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "safety" / "night"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
import night
import team

from limen.conduct.core import clock


@pytest.fixture
def people(demonstration_study) -> Iterator[night.Team]:
    """The team on SQLite."""
    with clock.as_of(team.EVENING):
        yield night.Team()


@pytest.fixture
def on_each(demonstration_on_each_database) -> Iterator[night.Team]:
    """The team on one database after the other."""
    with clock.as_of(team.EVENING):
        yield night.Team()
