"""The audit trail as somebody may read it, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from limen.conduct.core import access
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import AuditEntry, Participant, StaffMember
from limen.conduct.core.occasions import Verdict
from limen.conduct.staff.trail_places import PLACES, in_words, protocols
from limen.conduct.staff.trail_words import said
from limen.conduct.staff.words import VERDICTS
from limen.protocol import Protocol

_PEOPLE = ("staff", "participant")
_SERVER = {"worker": _("the server"), "command": _("the command line")}


@dataclass(frozen=True, kw_only=True)
class Told:
    """An entry as people read it; `person` is the number of whom it is about, if anybody."""

    entry: AuditEntry
    words: Any
    by: str
    person: str
    code: UUID | None
    notes: tuple[tuple[str, str], ...]
    rows: int


def entries_for(member: StaffMember) -> QuerySet[AuditEntry]:
    """Return the entries that somebody may read: about people of their sites, and about nobody.

    An administrator reads the latter only, a blinded rater what they did themselves: what happened
    to somebody, and when, may tell what was given. What an entry says never tells an answer.
    """
    if access.is_only_rater(member):
        return AuditEntry.objects.filter(by=str(Actor.staff(member)))
    people = access.participants_for_reading(member).values("code")
    return AuditEntry.objects.filter(Q(participant=None) | Q(participant__in=people))


def entries_about(person: Participant) -> QuerySet[AuditEntry]:
    """Return the entries about one person, the latest first."""
    return AuditEntry.objects.filter(participant=person.code).order_by("-number")


def told(member: StaffMember, entries: Iterable[AuditEntry]) -> list[Told]:
    """Return entries in words; people are named by number, places by title.

    That takes two queries, however many the entries.

    A blinded rater is told nothing beside: notes hold what followed, such as a rule that fired.
    """
    entries = list(entries)
    codes = {entry.participant for entry in entries if entry.participant is not None}
    people = access.participants_for_reading(member).filter(code__in=codes)
    numbers: dict[UUID, str] = dict(people.values_list("code", "number"))
    versions = protocols()
    found = [_told(entry, numbers, versions) for entry in entries]
    if access.is_only_rater(member):
        return [replace(one, notes=(), rows=0) for one in found]
    return found


def _told(entry: AuditEntry, numbers: dict[UUID, str], versions: list[Protocol]) -> Told:
    payload = json.loads(entry.payload)
    parts = (payload.get("made", {}), payload.get("changed", {}))
    return Told(
        entry=entry,
        words=said(entry.event),
        by=who(entry.by, numbers),
        person=numbers.get(entry.participant, "") if entry.participant else "",
        code=entry.participant if entry.participant in numbers else None,
        notes=tuple(_notes(payload.get("notes", {}), versions)),
        rows=sum(len(rows) for part in parts for rows in part.values()),
    )


def who(by: str, numbers: Mapping[UUID, str]) -> str:
    """Return who acted: a name, a number, or the part of the server."""
    kind, _colon, name = by.partition(":")
    if kind != "participant":
        return name if kind in _PEOPLE else str(_SERVER.get(name, by))
    try:
        return numbers.get(UUID(name), "participant")
    except ValueError:
        return "participant"


def _notes(notes: dict[str, Any], versions: list[Protocol]) -> Iterator[tuple[str, str]]:
    for name, value in notes.items():
        text = str(VERDICTS[Verdict(value)]) if name == "verdict" else _plain(value)
        if name == "queued" and isinstance(value, list):
            text = str(len(value))  # of the messages; their keys are for the server
        elif name in PLACES and isinstance(value, str | list):
            places = [value] if isinstance(value, str) else value
            text = _plain([in_words(str(one), versions) for one in places])
        if text:
            yield name.replace("_", " "), text


def _plain(value: Any) -> str:
    """Return a note as text, lists shortened."""
    if isinstance(value, list) and len(value) > 5:
        return ", ".join(map(str, value[:5])) + f" … ({len(value)})"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(part)}" for key, part in value.items())
    return "" if value is None else str(value)
