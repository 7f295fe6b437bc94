"""Kits are dispensed, handed over, put back, and replaced by a spare of the same place."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.kits.choose import kits_of, level_of, next_kit, period_now
from limen.conduct.core.dispatch.kits.move import Move, cannot, kit_of, move
from limen.conduct.core.dispatch.reasons import KITS
from limen.conduct.core.models import Kit, KitMovement, Participant
from limen.conduct.core.reasons import refuse_other_words
from limen.conduct.core.safety import is_held
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError, Problem
from limen.supply.sealed import spoken

_Kind = KitMovement.Kind
_DOSING = (Participant.Status.ELIGIBLE, Participant.Status.ENROLLED)
_GONE: dict[str, KitMovement.Kind] = {"left_behind": _Kind.LOST, "missing": _Kind.LOST}


def dispense(participant: Participant, *, by: Actor, period: int | None = None) -> Kit:
    """Dispense the next kit of a period (today's if left out) and the level that holds; return it.

    The server says which kit; nobody chooses. `ConductError` if dosing is held, stopped or paused,
    nobody was randomised, or no such kit is in stock.
    """
    with recording("kit.dispensed", by=by, participant=participant) as record:
        stored = _fresh(participant)
        refuse_if_not_dosing(stored)
        kit = _chosen(record, stored, period, spare=False)
        move(record, kit, Move(kind=_Kind.DISPENSED, participant=stored))
        record.note("kit", kit.number)
        return kit


def hand_over(participant: Participant, number: str, *, by: Actor) -> Kit:
    """Note that somebody was given a kit; its number is read off the label once more."""
    with recording("kit.handed_over", by=by, participant=participant) as record:
        stored = _fresh(participant)
        refuse_if_not_dosing(stored)
        kit = own(stored, number)
        _refuse_unless_right(record, stored, kit)
        move(record, kit, Move(kind=_Kind.HANDED_OVER, participant=stored))
        record.note("kit", kit.number)
        return kit


def put_back(participant: Participant, number: str, *, by: Actor) -> Kit:
    """Put a kit back that was dispensed and not handed over."""
    with recording("kit.put_back", by=by, participant=participant) as record:
        kit = own(participant, number)
        move(record, kit, Move(kind=_Kind.PUT_BACK, participant=participant))
        record.note("kit", kit.number)
        return kit


def replace(participant: Participant, number: str, *, reason: str, by: Actor) -> Kit:
    """Take a kit out of use and dispense a spare of the same period and level; return the spare.

    `reason` is a word of `KITS`. The content stays the same without anybody knowing it. A kit of a
    level that they left is not replaced: nobody should take it, and `dispense` gives what they
    should take instead.
    """
    refuse_other_words(reason, KITS, needed=True)
    with recording("kit.replaced", by=by, participant=participant) as record:
        stored = _fresh(participant)
        refuse_if_not_dosing(stored)
        old = own(stored, number)
        spare = _spare(record, stored, old)
        if old.state not in (Kit.State.TO_BE_BROUGHT_BACK, Kit.State.RECALLED):
            gone = _GONE.get(reason, _Kind.DAMAGED)
            move(record, old, Move(kind=gone, participant=stored, reason=reason))
        move(
            record,
            spare,
            Move(kind=_Kind.DISPENSED, participant=stored, instead_of=old, reason=reason),
        )
        record.note("kit", old.number)
        record.note("spare", spare.number)
        record.note("reason", reason)
        return spare


def own(participant: Participant, number: str) -> Kit:
    """Return a kit of somebody's set by its number, or raise `ConductError`: it is another's."""
    kit = kit_of(number)
    if kit.kit_set.participant_id != participant.pk:
        message = f"Kit {spoken(kit.number)} is not one of {participant}."
        remedy = "Do not hand it over. Read the number again."
        raise ConductError(
            "It is the wrong kit.", [Problem(message=message, remedy=remedy, path="kit")]
        )
    return kit


def refuse_if_not_dosing(participant: Participant) -> None:
    """Raise `ConductError` unless somebody may be given a kit now; `participant` must be fresh."""
    problems = []
    if not kits_of(participant).exists():
        problems.append(Problem(message="Nobody has randomised the participant.", path="set"))
    if participant.status not in _DOSING:
        message = f"No dose follows: {participant.get_status_display()}."
        problems.append(Problem(message=message, path="status"))
    if participant.consent_due:
        problems.append(Problem(message="Consent is due again.", path="consent"))
    if participant.paused_since is not None:
        problems.append(Problem(message="The participant pauses.", path="paused"))
    if is_held(participant):
        remedy = "A clinician resumes it."
        problems.append(Problem(message="Dosing is held.", remedy=remedy, path="safety"))
    if problems:
        raise ConductError("No kit was given.", problems)


def _refuse_unless_right(record: Record, participant: Participant, kit: Kit) -> None:
    """Raise `ConductError` for a kit that is past its day, or of a level they have left."""
    today = record.at.astimezone(ZoneInfo(participant.zone)).date()
    remedy = "Put it back, and dispense again."
    if kit.expires_on is not None and kit.expires_on < today:
        raise cannot(kit, "It has expired.", remedy)
    if kit.dose_level and kit.dose_level != level_of(participant):
        raise cannot(kit, f"It is of the dose level {kit.dose_level}, which they left.", remedy)


def _fresh(participant: Participant) -> Participant:
    return Participant.objects.select_related("site", "version").get(pk=participant.pk)


def _chosen(record: Record, participant: Participant, period: int | None, *, spare: bool) -> Kit:
    today = record.at.astimezone(ZoneInfo(participant.zone)).date()
    wanted = period_now(participant, today) if period is None else period
    kit = next_kit(participant, period=wanted, today=today, spare=spare)
    if kit is None:
        message = f"No {'spare' if spare else 'kit'} of period {wanted} is in stock here."
        remedy = "Receive the kits of this set, or replace one that is gone by a spare."
        problem = Problem(message=message, remedy=remedy, path="stock")
        raise ConductError("No kit was given.", [problem])
    return kit


def _spare(record: Record, participant: Participant, old: Kit) -> Kit:
    """Return a spare of a kit's own place."""
    if old.dose_level and old.dose_level != level_of(participant):
        message = f"It is of the dose level {old.dose_level}, which they left: nothing replaces it."
        raise cannot(old, message, "Take it back or write it off, and dispense the next kit.")
    today = record.at.astimezone(ZoneInfo(participant.zone)).date()
    same = kits_of(participant).filter(
        kit_set=old.kit_set_id, period=old.period, dose_level=old.dose_level, spare=True
    )
    here = same.filter(state=Kit.State.IN_STOCK, site=participant.site_id).exclude(
        expires_on__lt=today
    )
    kit = here.order_by("number").first()
    if kit is None:
        remedy = "Receive the spares of this set, or ask the pharmacist."
        raise cannot(old, "No spare of the same content is in stock here.", remedy)
    return kit
