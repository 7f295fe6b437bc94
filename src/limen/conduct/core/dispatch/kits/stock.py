"""The stock of a site: kits are received with lot and expiry, and lots are recalled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.kits.move import Move, kit_of, move
from limen.conduct.core.dispatch.kits.moves import after
from limen.conduct.core.models import Kit, KitMovement, Site
from limen.conduct.core.trail import NothingToDo, recording
from limen.errors import ConductError, LimenError, Problem

_Kind = KitMovement.Kind


@dataclass(frozen=True, kw_only=True)
class Stock:
    """How many kits of a lot are in which state at a site."""

    lot: str
    expires_on: date | None
    states: dict[str, int]


def receive(
    site: Site, numbers: Sequence[str], *, lot: str, expires_on: date | None, by: Actor
) -> list[Kit]:
    """Take kits into a site's stock, with lot and expiry as printed; all of them or none.

    A lot is shared by all arms, or it would tell them apart. `ConductError` with every number that
    is none, or that is in use already.
    """
    lot = " ".join(lot.split())
    if not lot or len(lot) > 80:
        raise ConductError("Give the lot as it is printed on the labels.")
    with recording("kits.received", by=by) as record:
        kits, problems = _read(numbers)
        problems += [
            Problem(message=f"It is “{kit.get_state_display()}”.", path=f"kit {kit.number}")
            for kit in kits
            if after(_Kind.RECEIVED, kit.state) is None
        ]
        problems += list(_elsewhere(site, kits))
        if problems or not kits:
            none = [Problem(message="No number was given.", path="kit")]
            raise ConductError("No kit was received.", problems or none)
        for kit in kits:
            what = Move(kind=_Kind.RECEIVED, site=site, lot=lot, expires_on=expires_on)
            move(record, kit, what)
        record.note("site", site.identifier)
        record.note("lot", lot)
        record.note("kits", [kit.number for kit in kits])
        return kits


def recall(lot: str, *, by: Actor, sites: Sequence[Site] | None = None) -> list[Kit]:
    """Recall a lot, everywhere or at some sites; return its kits that are concerned.

    What people have at home is to be brought back. Recalling again does nothing.
    """
    there = Q() if sites is None else Q(site__in=sites)
    lot = " ".join(lot.split())
    kits: list[Kit] = []
    with recording("lot.recalled", by=by) as record:
        kits = [
            kit
            for kit in Kit.objects.filter(there, lot=lot).select_related("kit_set__participant")
            if after(_Kind.RECALLED, kit.state) is not None
        ]
        if not Kit.objects.filter(there, lot=lot).exists():
            where = "" if sites is None else " at these sites"
            raise ConductError(f"No kit of lot {lot!r} was received{where}.")
        if not kits:
            raise NothingToDo
        for kit in kits:
            whose = kit.kit_set.participant
            move(record, kit, Move(kind=_Kind.RECALLED, participant=whose, reason="recalled"))
        record.note("lot", lot)
        if sites is not None:
            record.note("sites", sorted(one.identifier for one in sites))
        record.note("kits", [kit.number for kit in kits])
    return kits


def stock_of(site: Site) -> list[Stock]:
    """Return a site's stock by lot, what expires first first."""
    rows = Kit.objects.filter(site=site).values("lot", "expires_on", "state")
    found: dict[tuple[str, date | None], dict[str, int]] = {}
    for row in rows.annotate(n=Count("pk")).order_by("expires_on", "lot", "state"):
        states = found.setdefault((row["lot"], row["expires_on"]), {})
        states[row["state"]] = row["n"]
    return [
        Stock(lot=lot, expires_on=expires_on, states=states)
        for (lot, expires_on), states in found.items()
    ]


def at_site(site: Site) -> QuerySet[Kit]:
    """Return the kits that a site received, by number."""
    found = Kit.objects.filter(site=site).select_related("kit_set__participant")
    return found.order_by("number")


def _read(numbers: Sequence[str]) -> tuple[list[Kit], list[Problem]]:
    kits: dict[int, Kit] = {}
    problems: list[Problem] = []
    for number in numbers:
        try:
            kit = kit_of(number)
        except LimenError as error:
            problems += getattr(error, "problems", [])
            continue
        kits[kit.pk] = kit
    return list(kits.values()), problems


def _elsewhere(site: Site, kits: Sequence[Kit]) -> Iterator[Problem]:
    for kit in kits:
        whose = kit.kit_set.participant
        if whose is not None and whose.site_id != site.pk:
            message = f"Its set is that of {whose}, at another site."
            yield Problem(message=message, path=f"kit {kit.number}")
