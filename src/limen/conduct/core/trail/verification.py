"""Replaying the trail: does each entry follow from the one before, and each row from its entry?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction

from limen.conduct.core.models.audit_entry import AuditEntry
from limen.conduct.core.models.recorded import AppendOnly, Recorded
from limen.conduct.core.trail.canonical import columns, entry_hash, state_hash
from limen.conduct.core.trail.chain import FIRST, Head
from limen.conduct.core.trail.locked import AFTER_THE_LOCK, LOCKED
from limen.conduct.core.trail.seal import Seal

_CHUNK = 400  # entries at a time: memory does not grow with the study


@dataclass(frozen=True)
class Verification:
    """What a replay found: nothing is wrong if `faults` is empty; each names its place.

    `sealed_since` is the first entry that had to bear a seal; beyond `entries`, none had to.
    """

    entries: int
    rows: int
    head: Head
    faults: tuple[str, ...]
    sealed_since: int = sys.maxsize

    @property
    def covers(self) -> str:
        """What the replay can tell, and what it cannot, in a sentence or two."""
        if self.sealed_since > self.entries:
            sealed = "No entry bears a seal: whoever writes the database can add entries."
        else:
            first, last = self.sealed_since, self.entries
            sealed = (
                f"Entries {first} to {last} are sealed with a key that is not in the database; "
                "with them everything before."
            )
        return f"{sealed} A trail cut off at its end shows only against an end noted elsewhere."


@dataclass
class _Replay:
    """What is carried from one part of the trail to the next."""

    using: str
    seal: Seal
    previous: Head = FIRST
    entries: int = 0
    rows: int = 0
    faults: list[str] = field(default_factory=list)
    latest: dict[str, dict[str, int]] = field(default_factory=dict)  # of rows that may change
    locked: int | None = None  # the entry that locked the database


def verify(
    *, using: str = "snapshot", heads: Iterable[Head] = (), seal: Seal | None = None
) -> Verification:
    """Replay the whole trail over one consistent state of the database.

    Finds an entry that was changed, taken out or put in; a row that was changed, deleted, added or
    put back to an earlier state behind the trail's back, also with raw SQL and without triggers;
    and what was written after the database lock, because somebody had taken the lock away.
    `heads` are ends of the trail that were noted earlier, outside of the database (in backups, on
    paper): a trail that was cut off, or made again from some entry on, no longer holds them.
    `seal` is the deployment's own if left out: an entry that was added without its keys is found.
    """
    known: dict[int, set[Head]] = {}
    for noted in heads:
        known.setdefault(noted.number, set()).add(noted)
    with transaction.atomic(using=using):
        replay = _Replay(using, seal or Seal.ours())
        entries = AuditEntry.objects.using(using).order_by("number").iterator(_CHUNK)
        while chunk := _next(replay, entries):
            for entry in chunk:
                _follow(replay, entry, known)
            _compare(replay, chunk)
        _end(replay, known)
    return Verification(
        replay.entries, replay.rows, replay.previous, tuple(replay.faults), replay.seal.since
    )


def recorded_models() -> tuple[type[Recorded], ...]:
    """Return every model whose rows the trail accounts for."""
    return tuple(model for model in apps.get_models() if issubclass(model, Recorded))


def _next(replay: _Replay, entries: Iterator[AuditEntry]) -> list[AuditEntry]:
    """Return the entries that come next; none after one that cannot be read."""
    found: list[AuditEntry] = []
    try:
        found.extend(islice(entries, _CHUNK))
    except (ValueError, ValidationError) as error:
        last = found[-1].number if found else replay.previous.number
        replay.faults.append(f"an audit entry after {last} was changed; it cannot be read: {error}")
    return found


def _follow(replay: _Replay, entry: AuditEntry, known: dict[int, set[Head]]) -> None:
    name = f"audit entry {entry.number} ({entry.event})"
    if entry.number != replay.previous.number + 1:
        replay.faults.append(f"{name}: no entry {replay.previous.number + 1} comes before it")
    elif entry.previous_hash != replay.previous.hash:
        replay.faults.append(f"{name}: it does not follow from the entry before it")
    hashed = entry_hash(
        number=entry.number,
        at=entry.at,
        by=entry.by,
        event=entry.event,
        participant=entry.participant,
        protocol=entry.protocol,
        payload=entry.payload,
        previous_hash=entry.previous_hash,
    )
    if hashed != entry.hash:
        replay.faults.append(f"{name}: it was changed after it had been written")
    if not replay.seal.fits(entry.number, entry.hash, entry.seal):
        said = "it bears no seal" if entry.seal is None else "its seal is not ours"
        replay.faults.append(f"{name}: {said}, so it was not written by this server")
    replay.faults += [
        f"{name}: it is not the one that was noted as {noted}"
        for noted in sorted(known.pop(entry.number, ()), key=str)
        if noted.hash != entry.hash
    ]
    if replay.locked is not None and entry.event not in AFTER_THE_LOCK:
        replay.faults.append(f"{name}: it was written although entry {replay.locked} had locked "
                             "the database")  # fmt: skip
    if entry.event == LOCKED:
        replay.locked = replay.locked or entry.number
    replay.previous = Head(entry.number, entry.hash)
    replay.entries += 1


def _compare(replay: _Replay, chunk: Sequence[AuditEntry]) -> None:
    """Compare what the entries say of rows with the rows that name these entries."""
    said = {entry.number: _payload(replay, entry) for entry in chunk}
    numbers = (chunk[0].number, chunk[-1].number)
    for model in recorded_models():
        label = model._meta.label_lower
        append_only = issubclass(model, AppendOnly)
        missing = {
            (number, key)
            for number, payload in said.items()
            for key in _said(payload, "made", label)
        }
        for number, key, hashed in _rows(replay, model, numbers):
            replay.rows += 1
            payload = said.get(number, {})
            wanted = _said(payload, "changed", label).get(key) or _said(payload, "made", label).get(
                key
            )
            missing.discard((number, key))
            if wanted is None:
                replay.faults.append(
                    f"{label} {key}: it was added, and entry {number} knows it not"
                )
            elif wanted != hashed:
                replay.faults.append(f"{label} {key}: it was changed behind the trail's back")
        if append_only:
            replay.faults += [
                f"{label} {key}: it was deleted, or moved away from entry {number}"
                for number, key in sorted(missing)
            ]
            continue
        latest = replay.latest.setdefault(label, {})
        for number, payload in said.items():
            for part in ("made", "changed"):
                latest.update(dict.fromkeys(_said(payload, part, label), number))


def _payload(replay: _Replay, entry: AuditEntry) -> dict[str, Any]:
    try:
        found = json.loads(entry.payload)
    except ValueError:
        return {}  # the entry's hash has told already
    return found if isinstance(found, dict) else {}


def _said(payload: dict[str, Any], part: str, label: str) -> dict[str, Any]:
    """Return the hashes by row that an entry holds of a table, whatever was done to the entry."""
    tables = payload.get(part)
    rows = tables.get(label) if isinstance(tables, dict) else None
    return rows if isinstance(rows, dict) else {}


def _rows(
    replay: _Replay, model: type[Recorded], numbers: tuple[int, int]
) -> Iterator[tuple[int, str, str]]:
    """Yield each row's entry, key and hash; what no column can hold is a fault, not the end."""
    names = columns(model)
    key, entry = names.index(model._meta.pk.attname), names.index("audit_entry_id")
    rows = model._default_manager.using(replay.using).filter(
        audit_entry_id__gte=numbers[0], audit_entry_id__lte=numbers[1]
    )
    try:
        for values in rows.order_by().values_list(*names).iterator(chunk_size=2000):
            yield values[entry], str(values[key]), state_hash(model, values)
    except (ValueError, TypeError, ValidationError) as error:
        replay.faults.append(
            f"{model._meta.label_lower}: a row of entries {numbers[0]} to {numbers[1]} cannot be "
            f"read, so it was changed behind the trail's back: {error}"
        )


def _end(replay: _Replay, known: dict[int, set[Head]]) -> None:
    """Look at what no entry led to: rows of no entry, rows that are gone or were put back."""
    if not replay.entries:
        replay.faults.append("the trail is empty; a study's first entry says that it was created")
    for noted in sorted((one for ends in known.values() for one in ends), key=str):
        if noted.number > 0:
            replay.faults.append(f"the trail ends before entry {noted.number}, noted as {noted}")
    for model in recorded_models():
        label = model._meta.label_lower
        rows = model._default_manager.using(replay.using)
        strange = rows.exclude(audit_entry_id__gte=1, audit_entry_id__lte=replay.previous.number)
        for key in strange.values_list("pk", flat=True):
            replay.faults.append(f"{label} {key}: it names an audit entry that does not exist")
        if issubclass(model, AppendOnly):
            continue
        latest = replay.latest.get(label, {})
        for key, number in rows.order_by().values_list("pk", "audit_entry_id").iterator(2000):
            wanted = latest.pop(str(key), None)
            if wanted is not None and wanted != number:
                replay.faults.append(
                    f"{label} {key}: it was put back to its state at entry {number}; "
                    f"entry {wanted} changed it"
                )
        replay.faults += [f"{label} {key}: it was deleted" for key in sorted(latest)]
