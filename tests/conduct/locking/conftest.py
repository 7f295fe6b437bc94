"""A small study that was lived to its end: once per process, then copied."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "last_day"))
sys.path.insert(0, str(Path(__file__).parents[1] / "export" / "record"))
sys.path.insert(0, str(Path(__file__).parents[1] / "dispatch" / "pharmacy"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))

import last_day
import servers
from kept_studies import Kept

from limen.conduct.core import clock
from limen.conduct.core.deployment import Deployment

LIVED = Kept("to_be_locked", last_day.live)


@pytest.fixture(autouse=True)
def no_key_left() -> Iterator[None]:
    """The release key of one test is not the next one's."""
    yield
    servers.READY.keys.release_file.unlink(missing_ok=True)


@pytest.fixture
def over(deployment: Deployment) -> Iterator[last_day.Life]:
    """The study after its last day, on SQLite; nobody has signed a casebook yet."""
    with LIVED.on_sqlite(), clock.as_of(last_day.END):
        yield last_day.who()


@pytest.fixture(params=["sqlite", "postgresql"])
def over_on_each_database(request, deployment: Deployment) -> Iterator[last_day.Life]:
    """The same on one database after the other."""
    with LIVED.on(request.param), clock.as_of(last_day.END):
        yield last_day.who()
