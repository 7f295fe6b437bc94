"""One entry of the ledger: what was done with which kits, where, by whom, seen by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from limen.errors import SupplyError

Action = Literal["receive", "store", "dispense", "return", "count", "destroy", "discrepancy"]
Found = Literal["missing", "damaged", "recovered", "misplaced", "miscounted"]
ACTIONS: tuple[Action, ...] = get_args(Action)
FOUND: tuple[Found, ...] = get_args(Found)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What was done. `place` is where the kits are afterwards, or were counted or destroyed.

    `participant` belongs to dispensing and returning, `found` and `reason` to a discrepancy,
    `reason` to a destruction too.
    """

    action: Action
    kits: tuple[str, ...]
    place: str
    by: str
    witness: str
    at: datetime
    participant: str = ""
    found: Found | None = None
    reason: str = ""

    def as_json(self, supply: str) -> dict[str, Any]:
        """The content of its line."""
        return {
            "supply": supply,
            "action": self.action,
            "kits": list(self.kits),
            "place": self.place.strip(),
            "by": self.by.strip(),
            "witness": self.witness.strip(),
            "at": self.at.astimezone(UTC).isoformat(timespec="seconds"),
            "participant": self.participant.strip(),
            "found": self.found,
            "reason": self.reason.strip(),
        }


def entry_of(content: Mapping[str, Any]) -> Entry:
    """Return the entry of a line; `SupplyError` if it is none."""
    try:
        return Entry(
            action=content["action"],
            kits=tuple(content["kits"]),
            place=content["place"],
            by=content["by"],
            witness=content["witness"],
            at=datetime.fromisoformat(content["at"]),
            participant=content["participant"],
            found=content["found"],
            reason=content["reason"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SupplyError(f"A line of the ledger lacks or garbles something: {error}.") from None


def problem_of(entry: Entry) -> str:
    """Return what an entry leaves out or says too much, whatever the stock; blank if nothing."""
    if entry.action not in ACTIONS:
        return f"'{entry.action}' is no action. Actions: {', '.join(ACTIONS)}."
    by, witness = entry.by.strip(), entry.witness.strip()
    if not by or not witness or by.casefold() == witness.casefold():
        return "An entry needs somebody who did it and somebody else who saw it."
    if not entry.place.strip():
        return "An entry needs a place."
    if not entry.kits and entry.action != "count":
        return "An entry names at least one kit; only a count may find an empty place."
    if len(set(entry.kits)) < len(entry.kits):
        return "A kit is named twice."
    if (entry.action in ("dispense", "return")) != bool(entry.participant.strip()):
        return "Dispensing and returning name the participant; nothing else does."
    if (entry.action == "discrepancy") != (entry.found in FOUND):
        return f"A discrepancy, and nothing else, says what was found: {', '.join(FOUND)}."
    if entry.action in ("discrepancy", "destroy") and len(entry.reason.strip()) < 5:
        return "A discrepancy and a destruction need their reason in words."
    return ""
