"""A study that is attacked: something of everything has happened, and nothing may change."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "walls"), str(HERE.parent / "staff" / "team"), str(HERE.parent)]
import siege

from limen.conduct.core import clock


@pytest.fixture
def under_siege(deployment) -> Iterator[siege.Siege]:
    """The study on SQLite; it is the evening of study day 2."""
    with servers.sqlite(servers.DEMONSTRATION), clock.as_of(siege.EVENING):
        yield siege.raise_walls()


@pytest.fixture(params=["sqlite", "postgresql"])
def under_siege_on_each_database(request, deployment) -> Iterator[siege.Siege]:
    """The same on one database after the other."""
    with getattr(servers, request.param)(servers.DEMONSTRATION), clock.as_of(siege.EVENING):
        yield siege.raise_walls()
