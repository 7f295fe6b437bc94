"""Kits beside the dataset: who has which set, what moved when, which blinds were broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from limen.conduct.core.export.cells import SERVER, clean, ends
from limen.conduct.core.export.evidence import Sheet
from limen.conduct.core.export.setting import CHUNK, SNAPSHOT, Setting
from limen.conduct.core.models import DoseLevelChange, KitMovement, KitSet, Opening
from limen.dataset.tables.spec import ColumnSpec, participant

Record = dict[str, Any]

ASSIGNED = Sheet(
    name="assigned",
    title="Assigned sets",
    row="the set of kits of one participant; `limen supply unseal --assigned` reads it",
    own=(
        participant(),
        ColumnSpec("set", "Number of the set", required=True),
        ColumnSpec("randomised_on", "Local date", "date"),
    ),
    key=("participant",),
)
MOVEMENTS = Sheet(
    name="kit_movements",
    title="Movements of kits",
    row="one movement of one kit",
    own=(
        ColumnSpec("kit", "Number of the kit", required=True),
        ColumnSpec("nth", "Which of its movements; the first is 1", "integer", required=True),
        ColumnSpec("kind", "What happened: `received`, `dispensed`, …", required=True),
        ColumnSpec("at", "When", "instant", required=True),
        ColumnSpec("site", "Where"),
        ColumnSpec("participant", "Whose kit it was; blank in stock"),
        ColumnSpec("units", "Doses left in it", "integer"),
        ColumnSpec("instead_of", "Number of the kit that it replaces"),
        ColumnSpec("reason", "Why, as one of a list"),
    ),
    key=("kit", "nth"),
)
OPENINGS = Sheet(
    name="openings",
    title="Broken blinds",
    row="one content that was opened; never what it was",
    own=(
        participant(),
        ColumnSpec("kit", "Number of the kit", required=True),
        ColumnSpec("opened_at", "When", "instant", required=True),
        ColumnSpec("category", "`emergency`, `planned`, `inadvertent` or `other`", required=True),
        ColumnSpec("means", "`server`, `paper` or `otherwise`", required=True),
        ColumnSpec("dosing_after", "`stops` or `continues`", required=True),
        ColumnSpec("recorded_at", "When it was written down", "instant", required=True),
    ),
    key=("participant", "kit", "recorded_at"),
)


def assigned(setting: Setting) -> Iterator[Record]:
    """The set of each participant; who draws from several, took one that their kits tell."""
    rows = KitSet.objects.using(SNAPSHOT).filter(draw=None).order_by("participant_id")
    names = ("participant_id", "number", "randomised_on")
    for whose, number, day in rows.exclude(participant=None).values_list(*names):
        person = setting.people.get(whose) if whose is not None else None
        if person is not None:
            yield {"participant": person.number, "set": number, "randomised_on": day}


def movements(setting: Setting) -> Iterator[Record]:
    """Each movement of each kit, in the order of their numbers."""
    rows = KitMovement.objects.using(SNAPSHOT).order_by("kit__number", "nth")
    names = ("kit__number", "nth", "kind", "at", "site__identifier", "participant_id", "units",
             "instead_of__number", "reason")  # fmt: skip
    for row in rows.values_list(*names).iterator(chunk_size=CHUNK):
        found = dict(zip(MOVEMENTS.names, row, strict=True))
        person = setting.people.get(found["participant"])
        yield found | {"participant": person.number if person else ""}


def openings(setting: Setting) -> Iterator[Record]:
    """Each broken blind of somebody in the study."""
    for row in _opened():
        person = setting.people.get(row.participant_id)
        if person is not None:
            yield {
                "participant": person.number,
                "kit": row.kit.number,
                "opened_at": row.opened_at,
                "category": row.category,
                "means": row.means,
                "dosing_after": row.dosing_after,
                "recorded_at": row.recorded_at,
            }


def broken_blinds(setting: Setting) -> Iterator[Record]:
    """Rows of `intercurrent_events`: a blind that was broken, once for each person and day.

    After the database lock a blind may still be broken: that is evidence, and no more data.
    """
    seen = set()
    for row in _opened():
        if row.recorded_at > setting.now:
            continue
        person = setting.people.get(row.participant_id)
        day = person.study_day(row.opened_at) if person else None
        if person is not None and day is not None and (row.participant_id, day) not in seen:
            seen.add((row.participant_id, day))
            yield {
                "participant": person.number,
                "event": "emergency_unblinding",
                "study_day": day,
                "reason": clean(row.category),
                **ends("staff", SERVER, row.recorded_at),
            }


def changed_doses(setting: Setting) -> Iterator[Record]:
    """Rows of `intercurrent_events`: a dose level that changed otherwise than planned."""
    rows = DoseLevelChange.objects.using(SNAPSHOT).exclude(reason="titration")
    seen = set()
    for row in rows.order_by("participant_id", "nth"):
        person = setting.people.get(row.participant_id)
        day = person.study_day(row.at) if person else None
        if person is not None and day is not None and (row.participant_id, day) not in seen:
            seen.add((row.participant_id, day))
            yield {
                "participant": person.number,
                "event": "dose_change",
                "study_day": day,
                "reason": clean(row.reason),
                **ends("staff", SERVER, row.at),
            }


def _opened() -> Iterator[Opening]:
    rows = Opening.objects.using(SNAPSHOT).select_related("kit").order_by("participant_id", "pk")
    yield from rows.iterator(chunk_size=CHUNK)
