"""A study that was lived through, for exports: lived once per process, then copied."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kept_studies import Kept

sys.path.insert(0, str(Path(__file__).parent / "record"))

from limen.conduct.core.deployment import Deployment


def _live() -> None:
    from lived_through import live

    live()


LIVED = Kept("lived", _live)


@contextmanager
def lived_on(name: str) -> Iterator[object]:
    """The lived study on one database or the other; the value is who took part."""
    from lived_through import who

    with LIVED.on(name):
        yield who()


@pytest.fixture
def lived(deployment: Deployment):
    """The demonstration after two weeks, on SQLite."""
    with lived_on("sqlite") as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def lived_on_each_database(request: pytest.FixtureRequest, deployment: Deployment):
    """The same on one database after the other."""
    with lived_on(request.param) as found:
        yield found


@pytest.fixture
def each_database(deployment: Deployment):
    """The lived study on the database of a name, for tests that compare them."""
    return lived_on
