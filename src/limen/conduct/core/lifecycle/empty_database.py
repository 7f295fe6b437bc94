"""The database of a deployment that is being made: empty before, and empty again if that fails.

On SQLite it lies in the folder that is made beside its place, and vanishes with it. On PostgreSQL
it is there already. So a mark in it, a table, says that somebody is making a study in it: if they
are killed, whoever comes next finds the mark and nobody behind it, and takes the remains away.
"""

from __future__ import annotations

from pathlib import Path

from limen.errors import ConductError, Problem

MARK = "limen_unfinished"
_LOCK = 0x11E4_A0D2  # held by the process that makes a study, as long as it lives


def claim(folder: Path) -> None:
    """Take an empty database for the deployment that is to be at `folder`.

    `ConductError` if it holds a study, or if another process makes one in it right now.
    """
    from django.db import connection

    from limen.conduct.core.lifecycle.at_work import pending_migrations

    if connection.vendor == "postgresql":
        _clear_what_was_left()
    if "core.0001_record" not in pending_migrations():
        message = "The database holds a study already."
        remedy = "Name an empty database: one study, one folder, one database."
        raise _refused(message, remedy)
    if connection.vendor == "postgresql":
        _mark(folder)


def give_back() -> None:
    """Take away what was made in a database that we have claimed; nothing if we have not."""
    from django.db import connection

    if connection.vendor == "postgresql" and connection.connection is not None:
        connection.connection.rollback()
        if MARK in connection.introspection.table_names() and _is_ours():
            _clear()


def finish() -> None:
    """Take the mark away: the study is made, and its folder is in place."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {MARK}")


def _clear_what_was_left() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if cursor.fetchone() != (True,):
            message = "Another process is making a study in it."
            raise _refused(message, "Wait until it is done.")
        if MARK not in connection.introspection.table_names(cursor):
            return
        cursor.execute(f"SELECT folder FROM {MARK} LIMIT 1")
        folder = Path(cursor.fetchone()[0])
    if not folder.exists():  # else it was finished, all but for the mark
        _clear()


def _mark(folder: Path) -> None:
    """Make the mark; it remembers which tables were there before."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        before = connection.introspection.table_names(cursor)
        cursor.execute(f"CREATE TABLE {MARK} (folder text NOT NULL, found text NOT NULL)")
        rows = [(str(folder), name) for name in ["", *before]]
        cursor.executemany(f"INSERT INTO {MARK} VALUES (%s, %s)", rows)


def _clear() -> None:
    """Drop every table that was not there before; all of it or nothing."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT found FROM {MARK}")
        before = {name for (name,) in cursor.fetchall()}
        for table in connection.introspection.table_names(cursor):
            if table not in before:
                name = connection.ops.quote_name(table)
                cursor.execute(f"DROP TABLE IF EXISTS {name} CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS limen_append_only() CASCADE")


def _is_ours() -> bool:
    """Whether this connection holds the lock; it counts how often it was taken."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted "
            "AND pid = pg_backend_pid() AND (classid::bigint << 32) | objid::bigint = %s",
            [_LOCK],
        )
        return bool(cursor.fetchone()[0])


def _refused(message: str, remedy: str) -> ConductError:
    problem = Problem(message=message, remedy=remedy, path="database.url")
    return ConductError("Nothing was made.", [problem])
