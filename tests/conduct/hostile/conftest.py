"""A study that is attacked: something of everything has happened, and nothing may change."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
sys.path.insert(0, str(Path(__file__).parent / "walls"))
import siege


@pytest.fixture
def under_siege(deployment) -> Iterator[siege.Siege]:
    """The study on SQLite; it is the evening of study day 2."""
    with siege.on_sqlite() as found:
        yield found


@pytest.fixture(params=["on_sqlite", "on_postgresql"])
def under_siege_on_each_database(request, deployment) -> Iterator[siege.Siege]:
    """The same on one database after the other."""
    with getattr(siege, request.param)() as found:
        yield found
