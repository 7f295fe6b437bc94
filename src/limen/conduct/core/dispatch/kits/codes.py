"""The code that people read off their kit at an intake: compared, kept, flagged, never refused."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

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
    return flagged_codes_of(Participant.objects.filter(pk=participant.pk)).get(participant.pk, [])


def flagged_codes_of(people: QuerySet[Participant]) -> dict[int, list[CodeFlag]]:
    """Return the same of everybody who was randomised, by key, in as many queries as for one."""
    assigned = KitSet.objects.filter(participant__in=people).values("participant")
    rows = Administration.objects.filter(participant__in=assigned)
    rows = rows.order_by("participant_id", "number", "version")
    latest = {(row.participant_id, row.number): row for row in rows}.values()
    kits, given = _kits_of(people, {plain(row.kit) for row in latest if row.kit}), _given(people)
    found: dict[int, list[CodeFlag]] = {}
    for row in latest:
        kit, key = kits.get(plain(row.kit)), row.participant_id
        why = _why_ever(kit, key, given) if row.kit else ""
        if why:
            flag = CodeFlag(dose=row.number, code=row.kit, why=why)
            found.setdefault(key, []).append(flag)
    return found


def _kits_of(people: QuerySet[Participant], numbers: set[str]) -> dict[str, Kit]:
    """Return the kits of some people, and those of others that have one of these numbers."""
    rows = Kit.objects.select_related("kit_set")
    rows = rows.only("number", "kit_set__participant", "kit_set__draw")
    own = {kit.number: kit for kit in rows.filter(kit_set__participant__in=people)}
    return own | rows.in_bulk(numbers - own.keys(), field_name="number")


def _given(people: QuerySet[Participant]) -> set[tuple[int, int | None]]:
    """Return which kit was ever handed over to whom."""
    rows = KitMovement.objects.filter(kind=KitMovement.Kind.HANDED_OVER, participant__in=people)
    return set(rows.values_list("kit_id", "participant_id"))


def plain(code: str) -> str:
    """Return a code as kit numbers are kept: figures only, letters that look like them forgiven."""
    return typed("".join(code.upper().split()).translate(_FIGURES))


def _why(kit: Kit | None, participant: Participant) -> str:
    given = _given(Participant.objects.filter(pk=participant.pk))
    why = _why_ever(kit, participant.pk, given)
    if why or kit is None or _is_packed_by_them(kit):
        return why
    return "" if kit.state in _HELD else "not_handed_over"


def _why_ever(kit: Kit | None, participant: int, given: set[tuple[int, int | None]]) -> str:
    """Why a kit was never theirs to take; blank if it was once handed over to them.

    Envelopes that people pack and draw themselves nobody hands over.
    """
    if kit is None:
        return "unknown"
    if kit.kit_set.participant_id != participant:
        return "of_another"
    if _is_packed_by_them(kit) or (kit.pk, participant) in given:
        return ""
    return "not_handed_over"


def _is_packed_by_them(kit: Kit) -> bool:
    return kit.kit_set.draw is not None
