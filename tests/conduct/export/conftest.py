"""A study that was lived through, for exports."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "record"))

from limen.conduct.core.models import Study


@pytest.fixture
def lived(demonstration_study: Study):
    """The demonstration after two weeks, on SQLite."""
    from lived_through import live

    return live()


@pytest.fixture
def lived_on_each_database(demonstration_on_each_database: Study):
    """The same on one database after the other."""
    from lived_through import live

    return live()
