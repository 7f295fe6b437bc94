"""The kits of one person, as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from limen.conduct.core.dispatch.kits.choose import kits_of, level_of
from limen.conduct.core.dispatch.kits.codes import flagged_codes
from limen.conduct.core.dispatch.kits.dose_level import levels_from
from limen.conduct.core.dispatch.randomisation.assign import set_of
from limen.conduct.core.dispatch.randomisation.obstacles import standing_in_the_way
from limen.conduct.core.dispatch.reasons import KITS, LEVELS
from limen.conduct.core.models import Kit, KitMovement, Participant
from limen.conduct.staff.dispatch.words import CODES, MOVEMENTS, STATES
from limen.supply.sealed import spoken

_State = Kit.State
#: What can be done on a person's page with a kit in a state.
DOINGS = {
    _State.DISPENSED: ("hand_over", "put_back", "replace"),
    _State.HANDED_OVER: ("take_back", "replace"),
    _State.CONFIRMED: ("take_back", "replace"),
    _State.TO_BE_BROUGHT_BACK: ("take_back", "replace"),
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A kit in words; `story` are its movements."""

    kit: Kit
    number: str
    state: Any
    doings: tuple[str, ...]
    story: tuple[tuple[KitMovement, Any], ...]


def kits_shown(person: Participant) -> dict[str, Any]:
    """Return what the page of somebody's kits shows; nothing of it depends on their arm."""
    return {
        "kit_set": set_of(person),
        "kits": [_shown(kit) for kit in kits_of(person).order_by("period", "number")],
        "obstacles": standing_in_the_way(person),
        "level": level_of(person),
        "levels": levels_from(person),
        "flags": [(flag, CODES[flag.why]) for flag in flagged_codes(person)],
        "kit_reasons": KITS,
        "level_reasons": LEVELS,
    }


def _shown(kit: Kit) -> Shown:
    return Shown(
        kit=kit,
        number=spoken(kit.number),
        state=STATES[kit.state],
        doings=DOINGS.get(_State(kit.state), ()),
        story=tuple((row, MOVEMENTS[row.kind]) for row in kit.movements.all()),
    )
