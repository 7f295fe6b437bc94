"""The one gateway for writing: one service, one transaction, one audit entry."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NoReturn, TypeVar

from django.db import connection, transaction

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.models.audit_entry import AuditEntry
from limen.conduct.core.models.outbox_message import OutboxMessage
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly, Recorded
from limen.conduct.core.models.study import Study
from limen.conduct.core.trail.canonical import encode, entry_hash, state_hash
from limen.conduct.core.trail.chain import Head, head, lock, turn
from limen.conduct.core.trail.locked import refuse_if_locked
from limen.conduct.core.trail.seal import Seal
from limen.conduct.core.trail.stored import stored

Row = TypeVar("Row", bound=Recorded)
_BATCH = 500  # rows per statement; SQLite allows no more than some thousand parameters
_open: ContextVar[Record | None] = ContextVar("record", default=None)


class NothingToDo(Exception):  # noqa: N818 - no error: somebody else was there first
    """Takes back an event that, once alone, turns out to change nothing.

    Raise it inside of `recording`, which ends quietly and writes neither rows nor an entry.
    """


class Record:
    """What one event writes. Made by `recording`; becomes one audit entry when the block ends.

    `at` is the event's moment: read the clock here and nowhere else in a service. `number` is that
    of the entry to come.
    """

    def __init__(self, *, event: str, by: Actor, previous: Head) -> None:
        self.event = event
        self.by = by
        self.at: datetime = clock.now()
        self.number = previous.number + 1
        self._previous = previous
        self._participant: uuid.UUID | None = None
        self._made: dict[str, dict[str, str]] = {}
        self._changed: dict[str, dict[str, str]] = {}
        self._notes: dict[str, Any] = {}

    def about(self, participant: Participant) -> None:
        """Say whom the entry is about, where the participant is made by the event itself."""
        self._participant = participant.code

    def note(self, name: str, value: Any) -> None:
        """Add plain data to the entry. Never a name, an address or free text: it is forever."""
        self._notes[name] = value

    def nothing_happened(self) -> NoReturn:
        """Leave the block: `raise NothingToDo`, for a line that reads better so."""
        raise NothingToDo

    def fresh(self, row: Row) -> Row:
        """Return the row as it is now; what the caller holds may be stale.

        Nothing else writes to the record until this transaction ends, so it stays that way.
        """
        return type(row)._default_manager.get(pk=row.pk)

    def add(self, row: Row) -> Row:
        """Insert a row and account for it; return it."""
        row.audit_entry_id = self.number
        row.save(force_insert=True)
        self._account(type(row), [row.pk], self._made)
        return row

    def add_all(self, rows: Iterable[Row]) -> list[Row]:
        """Insert rows of one model in a few statements and account for each."""
        rows = list(rows)
        if rows:
            model = type(rows[0])
            for row in rows:
                row.audit_entry_id = self.number
            model._default_manager.bulk_create(rows, batch_size=_BATCH)
            self._account(model, [row.pk for row in rows], self._made)
        return rows

    def change(self, row: Recorded, *names: str) -> None:
        """Write the named columns of a row that may change, and account for its new state."""
        self.change_all([row], *names)

    def change_all(self, rows: Sequence[Recorded], *names: str) -> None:
        """Write the named columns of rows of one model, and account for the new states."""
        if not rows:
            return
        model = type(rows[0])
        if issubclass(model, AppendOnly):
            raise TypeError(f"A {model._meta.verbose_name} is never changed: add a new version.")
        for row in rows:
            row.audit_entry_id = self.number
        written = [*names, "audit_entry"]
        if len(rows) == 1:
            rows[0].save(update_fields=written)
        else:
            _update(model, rows, written)
        self._account(model, [row.pk for row in rows], self._changed)

    def queue(self, messages: Iterable[OutboxMessage]) -> None:
        """Put messages into the outbox, in the same transaction as their cause.

        A message whose idempotency key is there already stays as it is.
        """
        messages = list(messages)
        OutboxMessage.objects.bulk_create(messages, batch_size=_BATCH, ignore_conflicts=True)
        self._notes.setdefault("queued", []).extend(m.idempotency_key for m in messages)

    def _account(
        self, model: type[Recorded], keys: Sequence[int], into: dict[str, dict[str, str]]
    ) -> None:
        """Hash rows as the database holds them, not as we think we wrote them."""
        hashes = into.setdefault(model._meta.label_lower, {})
        for key, values in stored(model, keys):
            hashes[key] = state_hash(model, values)

    def _entry(self) -> AuditEntry:
        payload = {"made": self._made, "changed": self._changed, "notes": self._notes}
        text = encode({name: part for name, part in payload.items() if part})
        protocol = Study.objects.values_list("version__hash", flat=True).first() or ""
        said = {
            "number": self.number,
            "at": self.at,
            "by": str(self.by),
            "event": self.event,
            "participant": self._participant,
            "protocol": protocol,
            "payload": text,
            "previous_hash": self._previous.hash,
        }
        hashed = entry_hash(**said)  # type: ignore[arg-type]
        return AuditEntry(**said, hash=hashed, seal=Seal.ours().of(hashed))


def _update(model: type[Recorded], rows: Sequence[Recorded], names: Sequence[str]) -> None:
    """Write columns of many rows: one statement for all; `bulk_update` is many times slower."""
    fields = [field for field in model._meta.concrete_fields if field.name in names]
    quoted = connection.ops.quote_name
    assigned = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    table, key = quoted(model._meta.db_table), quoted(str(model._meta.pk.column))
    values = [
        [
            *(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields),
            row.pk,
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {assigned} WHERE {key} = %s", values)


@contextmanager
def recording(event: str, *, by: Actor, participant: Participant | None = None) -> Iterator[Record]:
    """Run a service's block in one transaction that ends with one audit entry.

    `event` is a noun, a dot and a verb in the past tense. If the block raises, nothing of it
    remains. When it ends, everything is on the disk. `raise NothingToDo` ends it without a trace,
    and without an error. Blocks do not nest: a part that several services share takes the `Record`
    as an argument. All other writers wait meanwhile, so hash passwords, draw PDFs and send mail
    before or after, never inside. After the database lock it is a `LockedError`, but for the
    events in `AFTER_THE_LOCK`.
    """
    if _open.get() is not None:
        raise TypeError(f"{event} began inside another event: pass its record on instead.")
    with suppress(NothingToDo), turn(), transaction.atomic(durable=True):
        lock()
        refuse_if_locked(event, by)
        record = Record(event=event, by=by, previous=head())
        if participant is not None:
            record.about(participant)
        token = _open.set(record)
        try:
            yield record
        finally:
            _open.reset(token)
        record._entry().save(force_insert=True)
