"""The team, in the evening of study day 2; adam administers anna's site."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
import cast
import team

from limen.conduct.core import clock


@pytest.fixture
def people(demonstration_study) -> Iterator[cast.Cast]:
    """The cast on SQLite."""
    with clock.as_of(team.EVENING):
        yield cast.people()


@pytest.fixture
def on_each(demonstration_on_each_database) -> Iterator[cast.Cast]:
    """The cast on one database after the other."""
    with clock.as_of(team.EVENING):
        yield cast.people()
