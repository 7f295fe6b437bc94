"""The code that people read off their kit at an intake: compared, kept, flagged, never refused."""

from __future__ import annotations

from dataclasses import dataclass

from limen.conduct.core.dispatch.kits.move import Move, move
from limen.conduct.core.models import Administration, Kit, KitMovement, KitSet, Participant
from limen.conduct.core.trail import Record
from limen.supply.sealed.numbers import typed

_HELD = (Kit.State.HANDED_OVER, Kit.State.CONFIRMED)
_FIGURES = str.maketrans("ILO", "110")


@dataclass(frozen=True, kw_only=True)
class CodeFlag:
    """A dose whose code does not fit: of another person, not handed over then, or no number."""

    dose: int
    code: str
    why: str  # unknown, of_another, not_handed_over


def note_code(record: Record, participant: Participant, code: str) -> None:
    """Compare the code of a dose inside the event that records it; note what came of it.

    The first time that it is a kit which they were given, this confirms the kit. Nothing is said
    while nobody has been randomised: then codes are not this server's.
    """
    if not code or not KitSet.objects.filter(participant=participant).exists():
        return
    kit = Kit.objects.select_related("kit_set").filter(number=plain(code)).first()
    why = _why(kit, participant)
    record.note("kit_code", why or "fits")
    if kit is not None and not why and kit.state == Kit.State.HANDED_OVER:
        kind = KitMovement.Kind.CONFIRMED
        move(record, kit, Move(kind=kind, participant=participant))


def flagged_codes(participant: Participant) -> list[CodeFlag]:
    """Return the doses whose code, as it stands now, is not of a kit that they were given."""
    if not KitSet.objects.filter(participant=participant).exists():
        return []
    rows = Administration.objects.filter(participant=participant).order_by("number", "version")
    latest = {row.number: row for row in rows}.values()
    kits = {
        kit.number: kit
        for kit in Kit.objects.filter(number__in=[plain(row.kit) for row in latest]).select_related(
            "kit_set"
        )
    }
    found = []
    for row in latest:
        why = _why_ever(kits.get(plain(row.kit)), participant) if row.kit else ""
        if why:
            found.append(CodeFlag(dose=row.number, code=row.kit, why=why))
    return found


def plain(code: str) -> str:
    """Return a code as kit numbers are kept: figures only, letters that look like them forgiven."""
    return typed("".join(code.upper().split()).translate(_FIGURES))


def _why(kit: Kit | None, participant: Participant) -> str:
    why = _why_ever(kit, participant)
    if why or kit is None or _is_packed_by_them(kit):
        return why
    return "" if kit.state in _HELD else "not_handed_over"


def _why_ever(kit: Kit | None, participant: Participant) -> str:
    """Why a kit was never theirs to take; blank if it was once handed over to them.

    Envelopes that people pack and draw themselves nobody hands over.
    """
    if kit is None:
        return "unknown"
    if kit.kit_set.participant_id != participant.pk:
        return "of_another"
    if _is_packed_by_them(kit):
        return ""
    given = kit.movements.filter(kind=KitMovement.Kind.HANDED_OVER, participant=participant)
    return "" if given.exists() else "not_handed_over"


def _is_packed_by_them(kit: Kit) -> bool:
    return kit.kit_set.draw is not None
