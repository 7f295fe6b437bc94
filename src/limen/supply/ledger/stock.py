"""The stock: what follows from the entries, kit by kit, and what may happen to a kit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from limen.supply.ledger.entry import Entry, problem_of

State = Literal[
    "expected", "received", "stored", "dispensed", "quarantined", "destroyed", "missing"
]
STATES: tuple[State, ...] = (
    "expected",
    "received",
    "stored",
    "dispensed",
    "quarantined",
    "destroyed",
    "missing",
)
PRESENT: frozenset[State] = frozenset({"received", "stored", "quarantined"})

# What each action, or finding, may be done with, and what the kit is afterwards. What came back,
# was damaged or turned up again is quarantined: it is destroyed one day, and never given again.
_MOVES: dict[str, tuple[frozenset[State], State | None]] = {
    "receive": (frozenset({"expected"}), "received"),
    "store": (frozenset({"received", "stored"}), "stored"),
    "dispense": (frozenset({"stored"}), "dispensed"),
    "return": (frozenset({"dispensed"}), "quarantined"),
    "destroy": (PRESENT, "destroyed"),
    "missing": (PRESENT | {"dispensed"}, "missing"),
    "damaged": (PRESENT, "quarantined"),
    "recovered": (frozenset({"missing"}), "quarantined"),
    "misplaced": (PRESENT, None),
    "miscounted": (frozenset(STATES), None),
}


@dataclass(frozen=True)
class Whereabouts:
    """What became of a kit, where it is, and who has it."""

    state: State = "expected"
    place: str = ""
    participant: str = ""


@dataclass
class Stock:
    """All kits of a supply after some entries. `open_differences` maps kits to what a count found.

    A difference is closed by a discrepancy entry for its kit, and by nothing else.
    """

    kits: dict[str, Whereabouts]
    open_differences: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kits: Iterable[str]) -> Stock:
        """The stock before the first entry: every kit is expected."""
        return cls({kit: Whereabouts() for kit in kits})

    def problem(self, entry: Entry) -> str:
        """Return why an entry cannot be; blank if it can."""
        return problem_of(entry) or next(filter(None, self._kit_problems(entry)), "")

    def _kit_problems(self, entry: Entry) -> Iterable[str]:
        for kit in entry.kits:
            if kit not in self.kits:
                yield f"Kit {kit} is not of this supply. Read the number again."
            elif entry.action != "count":
                yield self._move_problem(entry, kit)

    def _move_problem(self, entry: Entry, kit: str) -> str:
        now = self.kits[kit]
        before, _ = _MOVES[entry.found or entry.action]
        if now.state not in before:
            wanted = " or ".join(state for state in STATES if state in before)
            done = entry.found or entry.action
            return f"Kit {kit} is {now.state}; '{done}' needs one that is {wanted}."
        if entry.action == "return" and now.participant != entry.participant.strip():
            return f"Kit {kit} was dispensed to {now.participant}, not to {entry.participant}."
        if entry.action in ("dispense", "destroy") and now.place != entry.place.strip():
            return f"Kit {kit} is at {now.place}, not at {entry.place}."
        return ""

    def apply(self, entry: Entry) -> None:
        """Take an entry that has no problem."""
        if entry.action == "count":
            self._count(entry)
            return
        _, after = _MOVES[entry.found or entry.action]
        for kit in entry.kits:
            now = self.kits[kit]
            moves = entry.found not in ("miscounted", "missing")
            self.kits[kit] = Whereabouts(
                state=after or now.state,
                place=entry.place.strip() if moves else now.place,
                participant=entry.participant.strip() or now.participant,
            )
            if entry.action == "discrepancy":
                self.open_differences.pop(kit, None)

    def _count(self, entry: Entry) -> None:
        place, seen = entry.place.strip(), set(entry.kits)
        for kit, now in self.kits.items():
            here = now.state in PRESENT and now.place == place
            if here and kit not in seen:
                self.open_differences[kit] = f"should be at {place} and was not there"
            if kit in seen and not here:
                where = f"{now.state} at {now.place}" if now.place else now.state
                self.open_differences[kit] = f"was seen at {place}, and is {where} by the ledger"
