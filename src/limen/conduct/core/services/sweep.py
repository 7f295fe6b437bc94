"""After an erasure: the database gives up the old pages, a demonstration's folder the letters."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from uuid import UUID

from django.db import OperationalError, connection

from limen.conduct.core import clock
from limen.conduct.core.messages.folder import delete_letters
from limen.conduct.core.messages.words import message_id
from limen.conduct.core.models import OutboxMessage
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
    gone = _letters(codes)
    done = _on_sqlite() if connection.vendor == "sqlite" else _on_postgresql()
    if done and gone:
        keys.note_swept(codes)
    else:
        log.warning("Old pages of %s erasures are still read; trying again later.", len(codes))
    return done and gone


def _letters(codes: Iterable[str]) -> bool:
    """Delete people's letters from a demonstration's folder; False if one may be on its way there.

    Letters to staff about somebody name nobody, and stay.
    """
    known = [code for code in codes if _is_code(code)]
    theirs = OutboxMessage.objects.filter(participant__code__in=known, member=None)
    sending = theirs.filter(state=OutboxMessage.State.SENDING, lease_until__gt=clock.now())
    on_the_way = sending.exists()
    delete_letters(message_id(message) for message in theirs)
    return not on_the_way


def _is_code(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


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
