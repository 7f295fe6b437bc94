"""A small study that was lived to its end: once per process, then copied."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
sys.path.insert(0, str(_HERE / "life"))
for _other in ("export/record", "dispatch/pharmacy", "staff/team"):
    sys.path.insert(0, str(_HERE.parent / _other))

import life
import servers

from limen.conduct.core import clock
from limen.conduct.core.deployment import Deployment


@cache
def _lived() -> Path:
    from django.db import connection

    file = servers.READY.folder / "to-be-locked.sqlite3"
    with servers.sqlite(servers.DEMONSTRATION):
        life.live()
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


@contextmanager
def _restored() -> Iterator[None]:
    from limen.conduct.core.backup import load_backup

    backup = _backup()
    with servers.empty_postgresql():
        assert load_backup(backup).faults == ()
        yield


@pytest.fixture(autouse=True)
def no_key_left() -> Iterator[None]:
    """The release key of one test is not the next one's."""
    yield
    servers.READY.keys.release_file.unlink(missing_ok=True)


@pytest.fixture
def over(deployment: Deployment) -> Iterator[life.Life]:
    """The study after its last day, on SQLite; nobody has signed a casebook yet."""
    with _copied(), clock.as_of(life.END):
        yield life.who()


@pytest.fixture(params=["sqlite", "postgresql"])
def over_on_each_database(request, deployment: Deployment) -> Iterator[life.Life]:
    """The same on one database after the other."""
    on = {"sqlite": _copied, "postgresql": _restored}[request.param]
    with on(), clock.as_of(life.END):
        yield life.who()
