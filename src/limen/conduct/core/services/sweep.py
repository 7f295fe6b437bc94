"""After an erasure: the database gives up the old pages, as soon as nobody reads them any more."""

from __future__ import annotations

import logging

from django.db import OperationalError, connection

from limen.conduct.core.served import served

log = logging.getLogger(__name__)
_TABLES = ("core_participantkey", "core_contactdetail")
_WAIT_MS = 2000  # for readers, who are seldom in the way for longer; then somebody tries again


def sweep_again() -> bool:
    """Sweep up after the erasures in `keys/unswept/`; return whether nothing is left to do.

    The worker calls it again and again. What was overwritten is then no longer in the database's
    own files; copies elsewhere (backups, a write-ahead archive, old blocks of a disk) are not ours.
    """
    keys = served().keys
    codes = keys.unswept()
    if not codes:
        return True
    done = _on_sqlite() if connection.vendor == "sqlite" else _on_postgresql()
    if done:
        keys.note_swept(codes)
    else:
        log.warning("Old pages of %s erasures are still read; trying again later.", len(codes))
    return done


def _on_sqlite() -> bool:
    """Bring the write-ahead log into the file, where `secure_delete` has overwritten old content.

    The log is emptied too. SQLite answers `busy` if a reader still needs it.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, *_) = cursor.fetchone()
        except OperationalError:  # locked: in another form of words
            busy = 1
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")
    return not busy


def _on_postgresql() -> bool:
    """Write both tables anew, unless somebody still sees them as they were before the erasure."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT txid_current()")  # a number after the erasure's
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL "
            "AND age(backend_xmin) > 1"
        )
        if cursor.fetchone()[0]:
            return False
        cursor.execute(f"SET lock_timeout = {_WAIT_MS}")
        try:
            for table in _TABLES:
                cursor.execute(f"VACUUM FULL {table}")
        except OperationalError:
            return False
        finally:
            cursor.execute("RESET lock_timeout")
    return True
