"""The gateway: no kit moves but through here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from limen.conduct.core.dispatch.kits.moves import after
from limen.conduct.core.models import Kit, KitMovement, Participant, Site
from limen.conduct.core.trail import Record
from limen.errors import ConductError, Problem
from limen.supply.sealed.numbers import KIT_DIGITS, is_number, spoken, typed


@dataclass(frozen=True, kw_only=True)
class Move:
    """What happens to a kit, and what else is said of it."""

    kind: KitMovement.Kind
    participant: Participant | None = None
    site: Site | None = None  # received: where; else where it is already
    lot: str = ""
    expires_on: date | None = None
    units: int | None = None
    instead_of: Kit | None = None
    reason: str = ""
    witness: str = ""


def move(record: Record, kit: Kit, what: Move) -> KitMovement:
    """Write one movement of a kit, and its new state; `kit` must be fresh."""
    state = after(what.kind, kit.state)
    if state is None:
        raise cannot(kit, f"{what.kind.label} cannot be: it is “{kit.get_state_display()}”.")
    kit.state, kit.movements_made = state, kit.movements_made + 1
    if what.kind == KitMovement.Kind.RECEIVED:
        kit.site, kit.lot, kit.expires_on = what.site, what.lot, what.expires_on
    record.change(kit, "state", "movements_made", "site", "lot", "expires_on")
    return record.add(
        KitMovement(
            kit=kit,
            nth=kit.movements_made,
            kind=what.kind,
            site=kit.site,
            participant=what.participant,
            lot=what.lot,
            expires_on=what.expires_on,
            units=what.units,
            instead_of=what.instead_of,
            reason=what.reason,
            witness=what.witness,
            at=record.at,
        )
    )


def kit_of(number: str) -> Kit:
    """Return the kit of a number as somebody typed it, or raise `ConductError`."""
    plain = typed("".join(number.split()))
    if not is_number(plain, KIT_DIGITS):
        message = f"{number[:40]!r} is no kit number: one digit is wrong, or two are swapped."
        raise ConductError(
            "There is no such kit.",
            [Problem(message=message, remedy="Read it off the label again.", path="kit")],
        )
    found = Kit.objects.select_related("kit_set__participant", "site").filter(number=plain).first()
    if found is None:
        message = f"Kit {spoken(plain)} is not of this study's supply."
        raise ConductError("There is no such kit.", [Problem(message=message, path="kit")])
    return found


def cannot(kit: Kit, message: str, remedy: str = "") -> ConductError:
    """Return the refusal to move a kit."""
    problem = Problem(message=message, remedy=remedy, path=f"kit {spoken(kit.number)}")
    return ConductError("The kit was not moved.", [problem])
