"""What a dataset has no table for and nobody should have to ask for twice: files beside it.

They lie in the dataset's folder under `evidence/`, outside of its manifest and its hash; their
own hashes stand in its provenance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from limen.conduct.core.export.setting import CHUNK, SNAPSHOT, Setting
from limen.conduct.core.models import (
    MessageEvent,
    Occasion,
    OutboxMessage,
    ParticipationEvent,
    ProtocolVersion,
)
from limen.dataset.storage.writer import TableWriter
from limen.dataset.tables.spec import ColumnSpec, TableSpec, occasion, participant

FOLDER = "evidence"
Record = dict[str, Any]


@dataclass(frozen=True)
class Sheet(TableSpec):
    """A table beside the dataset: its own columns, and no others."""

    @property
    def columns(self) -> tuple[ColumnSpec, ...]:
        """The table's own columns."""
        return self.own


MESSAGES = Sheet(
    name="messages",
    title="Messages",
    row="one step in the life of one message",
    own=(
        participant(),
        occasion(required=False),
        ColumnSpec("message", "Number of the message; the first is 1", "integer", required=True),
        ColumnSpec("channel", "By what: `email`, `push`, …", required=True),
        ColumnSpec("purpose", "What for: `reminder`, …", required=True),
        ColumnSpec("due_at", "When it was due", "instant"),
        ColumnSpec("state", "What became of it", required=True),
        ColumnSpec("step", "Which step: `intended`, `sent`, `accepted`, `opened`, `answered`, …"),
        ColumnSpec("at", "When", "instant"),
    ),
    key=("message", "step", "at"),
)
PARTICIPATION = Sheet(
    name="participation",
    title="Pauses, withdrawals, ends",
    row="one event in one participant's taking part",
    own=(
        participant(),
        ColumnSpec("event", "What happened: `paused`, `resumed`, `withdrew`, …", required=True),
        ColumnSpec("at", "When", "instant", required=True),
        ColumnSpec("until", "Planned end of a pause", "instant"),
        ColumnSpec("data_use", "What is to become of the data, as the person wants"),
        ColumnSpec("reason", "Why, as one of a list"),
    ),
    key=("participant", "event", "at"),
)
WINDOWS = Sheet(
    name="windows",
    title="Windows",
    row="the window of one occasion of one participant",
    own=(
        participant(),
        occasion(),
        ColumnSpec("opens_local", "When it opened, on the wall", required=True),
        ColumnSpec("closes_local", "When it closed, on the wall", required=True),
        ColumnSpec("grace_ends_at", "Until when a late answer was taken", "instant"),
        ColumnSpec("late_rule", "`refuse`, `flag` or `accept`", required=True),
        ColumnSpec("started_at", "When it was begun", "instant"),
        ColumnSpec("state_reason", "Why it is in its state, e.g. `paused`"),
        ColumnSpec("protocol", "Number of the protocol version it was made under", "integer"),
    ),
    key=("participant", "occasion"),
)
PROTOCOLS = Sheet(
    name="protocols",
    title="Protocol versions",
    row="one version of the protocol",
    own=(
        ColumnSpec("number", "1, 2, …", "integer", required=True),
        ColumnSpec("version", "What the document calls itself", required=True),
        ColumnSpec("hash", "Hash of its meaning", required=True),
        ColumnSpec("applied_at", "From when on", "instant", required=True),
        ColumnSpec("reason", "Why"),
    ),
    key=("number",),
)


@dataclass
class Evidence:
    """Files that are opened when their first row comes; `hashes` after the last."""

    folder: Path
    _stack: ExitStack = field(default_factory=ExitStack)
    _sheets: dict[str, TableWriter] = field(default_factory=dict)

    def __enter__(self) -> Evidence:
        """Hold the files open."""
        return self

    def __exit__(self, *told: object) -> None:
        """Close them."""
        self._stack.close()

    def add(self, spec: TableSpec, row: Mapping[str, object]) -> None:
        """Add a row; `DatasetError` if a value does not fit its column."""
        if spec.name not in self._sheets:
            self.folder.mkdir(exist_ok=True)
            self._sheets[spec.name] = TableWriter(spec, self.folder, self._stack)
        self._sheets[spec.name].add(row)

    def outside(self, spec: TableSpec, row: Mapping[str, object]) -> None:
        """Keep a row of a dataset's table that the protocol in force has no words for."""
        self.add(replace(spec, name=f"outside_{spec.name}"), row)

    def hashes(self) -> tuple[tuple[str, str], ...]:
        """Return each file with its SHA-256."""
        entries = (sheet.entry() for sheet in self._sheets.values())
        return tuple(sorted((f"{FOLDER}/{entry.file}", entry.sha256) for entry in entries))


def messages(setting: Setting) -> Iterator[Record]:
    """Each step of each message, or the message alone where nothing has happened to it yet."""
    rows = OutboxMessage.objects.using(SNAPSHOT).filter(member=None).order_by("pk").values_list(
        "pk", "participant_id", "occasion__identifier", "channel", "purpose", "due_at", "state"
    )  # fmt: skip
    steps = MessageEvent.objects.using(SNAPSHOT).order_by("message_id", "pk")
    events = steps.values_list("message_id", "kind", "at").iterator(chunk_size=CHUNK)
    event = next(events, None)
    for number, row in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
        key, whose, occasion, channel, purpose, due_at, state = row
        mine: list[tuple[str, datetime | None]] = []
        while event is not None and event[0] <= key:
            mine.append(event[1:])
            event = next(events, None)
        person = setting.people.get(whose)
        if person is None:
            continue
        for step, at in mine or [("", None)]:
            yield {
                "participant": person.number,
                "occasion": occasion,
                "message": number,
                "channel": channel,
                "purpose": purpose,
                "due_at": due_at,
                "state": state,
                "step": step,
                "at": at,
            }


def participation(setting: Setting) -> Iterator[Record]:
    """Each pause, return, withdrawal, erasure, end."""
    rows = ParticipationEvent.objects.using(SNAPSHOT).order_by("participant_id", "at", "pk")
    names = ("participant_id", "kind", "at", "until", "data_use", "reason")
    for whose, *told in rows.values_list(*names).iterator(chunk_size=CHUNK):
        person = setting.people.get(whose)
        if person is not None:
            columns = ("event", "at", "until", "data_use", "reason")
            yield {"participant": person.number, **dict(zip(columns, told, strict=True))}


def windows(setting: Setting) -> Iterator[Record]:
    """Each occasion's wall times, its rule for late answers, why it is in its state."""
    names = (
        "participant_id", "identifier", "opens_local", "closes_local", "grace_ends_at",
        "late_rule", "started_at", "state_reason", "made_under__number",
    )  # fmt: skip
    rows = Occasion.objects.using(SNAPSHOT).order_by("participant_id", "pk").values_list(*names)
    for whose, name, opens, closes, *told in rows.iterator(chunk_size=CHUNK):
        person = setting.people.get(whose)
        if person is not None:
            yield {
                "participant": person.number,
                "occasion": name,
                "opens_local": opens.isoformat(),
                "closes_local": closes.isoformat(),
                **dict(zip(WINDOWS.names[4:], told, strict=True)),
            }


def protocols(setting: Setting) -> Iterator[Record]:
    """Each version of the protocol that was ever in force."""
    rows = ProtocolVersion.objects.using(SNAPSHOT).order_by("number")
    for row in rows.values_list("number", "label", "hash", "applied_at", "reason"):
        yield dict(zip(PROTOCOLS.names, row, strict=True))
