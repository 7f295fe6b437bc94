"""Kits come back: returned, counted, found damaged or missing, destroyed before a witness."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.kits.give import own
from limen.conduct.core.dispatch.kits.move import Move, kit_of, move
from limen.conduct.core.dispatch.reasons import KITS
from limen.conduct.core.models import Kit, KitMovement, Participant
from limen.conduct.core.reasons import refuse_other_words
from limen.conduct.core.trail import recording
from limen.errors import ConductError

_Kind = KitMovement.Kind
_MOST = 10_000


def take_back(participant: Participant, number: str, *, units: int | None = None, by: Actor) -> Kit:
    """Note that a kit was brought back, with so many doses left in it if they were counted."""
    _refuse_odd(units)
    with recording("kit.returned", by=by, participant=participant) as record:
        kit = own(participant, number)
        move(record, kit, Move(kind=_Kind.RETURNED, participant=participant, units=units))
        record.note("kit", kit.number)
        return kit


def count(number: str, *, units: int, by: Actor) -> Kit:
    """Note how many doses a kit that was brought back holds; counting again adds a movement."""
    _refuse_odd(units)
    kit = kit_of(number)
    whose = kit.kit_set.participant
    with recording("kit.counted", by=by, participant=whose) as record:
        kit = kit_of(number)
        move(record, kit, Move(kind=_Kind.COUNTED, participant=whose, units=units))
        record.note("kit", kit.number)
        record.note("units", units)
        return kit


def write_off(number: str, *, reason: str, by: Actor) -> Kit:
    """Note that a kit is damaged or gone, without a replacement; `reason` is a word of `KITS`."""
    refuse_other_words(reason, KITS, needed=True)
    kind = _Kind.LOST if reason in ("missing", "left_behind") else _Kind.DAMAGED
    whose = kit_of(number).kit_set.participant
    with recording("kit.written_off", by=by, participant=whose) as record:
        kit = kit_of(number)
        move(record, kit, Move(kind=kind, participant=whose, reason=reason))
        record.note("kit", kit.number)
        record.note("reason", reason)
        return kit


def destroy(number: str, *, reason: str, witness: str, by: Actor) -> Kit:
    """Note that a kit was destroyed; `witness` is the name of a second person who saw it."""
    refuse_other_words(reason, KITS, needed=True)
    seen_by = " ".join(witness.split())
    if not seen_by or len(seen_by) > 80 or seen_by == by.name:
        raise ConductError("Name a second person who saw it, in at most 80 letters.")
    whose = kit_of(number).kit_set.participant
    with recording("kit.destroyed", by=by, participant=whose) as record:
        kit = kit_of(number)
        move(
            record,
            kit,
            Move(kind=_Kind.DESTROYED, participant=whose, reason=reason, witness=seen_by),
        )
        record.note("kit", kit.number)
        record.note("reason", reason)
        return kit


def _refuse_odd(units: int | None) -> None:
    if units is not None and not 0 <= units <= _MOST:
        raise ConductError("Give the number of doses that are left: a whole number from 0.")
