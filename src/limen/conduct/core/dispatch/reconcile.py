"""A replay of every movement must give the stock as it stands; what does not is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from limen.conduct.core.dispatch.kits.codes import flagged_codes_of
from limen.conduct.core.dispatch.kits.moves import WITH_THE_PARTICIPANT, after
from limen.conduct.core.dispatch.randomisation.free import OUT_OF_USE
from limen.conduct.core.models import Kit, KitMovement, KitSet, Participant, Supply
from limen.protocol.document.treatment import Kits

_MOVED = ("kit_id", "nth", "kind", "site_id", "lot", "expires_on", "participant_id")


@dataclass(frozen=True, kw_only=True)
class Discrepancy:
    """Something that does not add up, or that is still to be settled.

    `kind`: `ledger` (never happens unless somebody wrote past the gateway), `order` (a set was
    skipped or given twice), `code` (a dose from a kit that was not theirs), `return` (kits of
    somebody who takes none any more, still at home).
    """

    kind: str
    about: str  # a kit's, set's or participant's number
    message: str


def reconcile() -> tuple[Discrepancy, ...]:
    """Return every discrepancy; a study in order has none."""
    return (*_of_ledger(), *_of_order(), *_of_people())


def _of_ledger() -> Iterator[Discrepancy]:
    rows = KitMovement.objects.order_by("kit_id", "nth").values_list(*_MOVED, named=True)
    kits = {kit.pk: kit for kit in Kit.objects.select_related("kit_set")}
    for key, mine in groupby(rows.iterator(chunk_size=2000), key=lambda row: row.kit_id):
        yield from _of_kit(kits.pop(key), list(mine))
    for kit in kits.values():
        if (kit.state, kit.movements_made) != (Kit.State.EXPECTED, 0):
            yield _ledger(kit, f"is “{kit.get_state_display()}”, and nothing ever happened to it.")


def _of_kit(kit: Kit, movements: list[Any]) -> Iterator[Discrepancy]:
    state: str = Kit.State.EXPECTED
    site: int | None = None
    label: tuple[str, date | None] = ("", None)
    for nth, row in enumerate(movements, start=1):
        following = after(row.kind, state)
        if row.nth != nth:
            yield _ledger(kit, f"lacks its movement {nth}.")
            return
        if following is None:
            yield _ledger(kit, f"was {row.kind} while it was {state}.")
            return
        state = following
        if row.kind == KitMovement.Kind.RECEIVED:
            site, label = row.site_id, (row.lot, row.expires_on)
        if row.participant_id not in (None, kit.kit_set.participant_id):
            yield _ledger(kit, "moved to or from somebody whose set it is not in.")
    found = (kit.state, kit.site_id, (kit.lot, kit.expires_on), kit.movements_made)
    if found != (state, site, label, len(movements)):
        yield _ledger(kit, f"is {kit.state} in the stock, and {state} by its movements.")


def _of_order() -> Iterator[Discrepancy]:
    """Yield sets that are free although a later one of their stratum was given."""
    good = Kit.objects.filter(kit_set=OuterRef("pk")).exclude(state__in=OUT_OF_USE)
    rows = KitSet.objects.exclude(supply__assigned_by=Supply.AssignedBy.ALLOCATOR)
    rows = rows.annotate(is_good=Exists(good)).order_by("supply_id", "stratum", "draw", "-order")
    for key, mine in groupby(rows, key=lambda row: (row.supply_id, row.stratum, row.draw)):
        later_given = False
        for row in mine if key[2] is None else ():
            if row.participant_id is not None:
                later_given = True
            elif later_given and row.is_good:
                message = "was skipped: a later one of its stratum was given."
                yield Discrepancy(kind="order", about=row.number, message=message)


def _of_people() -> Iterator[Discrepancy]:
    people = Participant.objects.filter(kit_sets__isnull=False).distinct()
    flags, at_home = flagged_codes_of(people), _at_home(people)
    for person in people.prefetch_related("version").order_by("number"):
        for flag in flags.get(person.pk, ()):
            message = f"dose {flag.dose} was recorded with a code that does not fit: {flag.why}."
            yield Discrepancy(kind="code", about=person.number, message=message)
        kits = person.version.protocol.kits
        over = person.has_left or person.status == Participant.Status.DISCONTINUED
        if over and isinstance(kits, Kits) and kits.returned is True:
            for number in at_home.get(person.pk, ()):
                message = f"has kit {number} still, and takes none any more."
                yield Discrepancy(kind="return", about=person.number, message=message)


def _at_home(people: QuerySet[Participant]) -> dict[int | None, list[str]]:
    """Return the numbers of the kits that people have at home, by their keys."""
    rows = Kit.objects.filter(kit_set__participant__in=people, state__in=WITH_THE_PARTICIPANT)
    found: dict[int | None, list[str]] = {}
    for key, number in rows.values_list("kit_set__participant_id", "number"):
        found.setdefault(key, []).append(number)
    return found


def _ledger(kit: Kit, message: str) -> Discrepancy:
    return Discrepancy(kind="ledger", about=kit.number, message=message)
