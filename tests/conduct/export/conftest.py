"""A study that was lived through, for exports: lived once per process, then copied."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "record"))

import servers

from limen.conduct.core.deployment import Deployment


@cache
def _lived_through() -> Path:
    """The database, on SQLite."""
    from django.db import connection
    from lived_through import live

    file = servers.READY.folder / "lived.sqlite3"
    with servers.sqlite(servers.DEMONSTRATION):
        live()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(connection.settings_dict["NAME"], file)
    return file


@cache
def _backup() -> Path:
    """The same as a backup, for PostgreSQL."""
    from limen.conduct.core.backup import make_backup

    with _copied():
        return make_backup(servers.READY)


@contextmanager
def _copied() -> Iterator[None]:
    template = _lived_through()
    file = servers.READY.folder / "lived-copy.sqlite3"
    shutil.copyfile(template, file)
    with servers.using(servers._on_sqlite(file)):
        yield
    for path in servers.READY.folder.glob(f"{file.name}*"):
        path.unlink()


@contextmanager
def _restored() -> Iterator[None]:
    from limen.conduct.core.backup import load_backup

    backup = _backup()
    with servers.empty_postgresql():
        assert load_backup(backup).faults == ()
        yield


@contextmanager
def lived_on(name: str) -> Iterator[object]:
    """The lived study on one database or the other; the value is who took part."""
    from lived_through import who

    with {"sqlite": _copied, "postgresql": _restored}[name]():
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
