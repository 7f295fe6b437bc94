"""A small study that was lived to its end: once per process, then copied."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "last_day"))
sys.path.insert(0, str(Path(__file__).parents[1] / "export" / "record"))
sys.path.insert(0, str(Path(__file__).parents[1] / "dispatch" / "pharmacy"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))

import last_day
import servers

from limen.conduct.core import clock
from limen.conduct.core.deployment import Deployment


@cache
def _lived() -> Path:
    from django.db import connection

    file = servers.READY.folder / "to-be-locked.sqlite3"
    with servers.sqlite(servers.DEMONSTRATION):
        last_day.live()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(connection.settings_dict["NAME"], file)
    return file


@cache
def _backup() -> Path:
    from limen.conduct.core.backup import make_backup

    with _copied():
        return make_backup(servers.READY)


@contextmanager
def _copied() -> Iterator[None]:
    template = _lived()
    file = servers.READY.folder / "to-be-locked-copy.sqlite3"
    shutil.copyfile(template, file)
    with servers.using(servers._on_sqlite(file)):
        yield
    for path in servers.READY.folder.glob(f"{file.name}*"):
        path.unlink()


@cache
def _restored_once() -> str:
    """The same on PostgreSQL: the name of a database to be copied."""
    from limen.conduct.core.backup import load_backup

    backup, name = _backup(), "limen_to_be_locked"
    with servers._cluster().cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    with servers.using(servers._on_postgresql(name)):
        assert load_backup(backup).faults == ()
    return name


@contextmanager
def _restored() -> Iterator[None]:
    template, name = _restored_once(), f"limen_lock_{next(servers._numbers)}"
    with servers._cluster().cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    with servers.using(servers._on_postgresql(name)):
        yield
    with servers._cluster().cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(autouse=True)
def no_key_left() -> Iterator[None]:
    """The release key of one test is not the next one's."""
    yield
    servers.READY.keys.release_file.unlink(missing_ok=True)


@pytest.fixture
def over(deployment: Deployment) -> Iterator[last_day.Life]:
    """The study after its last day, on SQLite; nobody has signed a casebook yet."""
    with _copied(), clock.as_of(last_day.END):
        yield last_day.who()


@pytest.fixture(params=["sqlite", "postgresql"])
def over_on_each_database(request, deployment: Deployment) -> Iterator[last_day.Life]:
    """The same on one database after the other."""
    on = {"sqlite": _copied, "postgresql": _restored}[request.param]
    with on(), clock.as_of(last_day.END):
        yield last_day.who()
