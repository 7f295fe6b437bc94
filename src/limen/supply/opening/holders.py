"""What both key holders open together: a set, the list, everything. Each time on record first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nacl.public import PrivateKey

from limen.errors import SupplyError
from limen.supply.keys import Unlocked
from limen.supply.keys.rehearsal import in_order
from limen.supply.opening.record import Opening, Purpose, record
from limen.supply.opening.unblinded import ForBoth, UnblindedPart
from limen.supply.seal import half_of, open_in_two, read_message
from limen.supply.writing import LISTED, SET


@dataclass(frozen=True, kw_only=True)
class Holders:
    """Both key holders at one table, with a reason."""

    first: Unlocked
    second: Unlocked
    purpose: Purpose
    reason: str
    at: datetime

    def opening(self, what: str, dataset: str = "") -> Opening:
        """What is written down before they open something."""
        return Opening(
            purpose=self.purpose,
            reason=self.reason,
            by=sorted((self.first.name, self.second.name)),
            what=what,
            dataset=dataset,
        )


@dataclass(frozen=True)
class _Opener:
    part: UnblindedPart
    keys: tuple[PrivateKey, PrivateKey] = field(repr=False)

    def open(self, sealed: ForBoth, kind: str) -> dict[str, Any]:
        halves = [
            half_of(share, key, whose=holder.name)
            for share, key, holder in zip(sealed.shares, self.keys, self.part.holders, strict=True)
        ]
        message = open_in_two(sealed.content, *halves)
        return read_message(message, kind, supply=self.part.supply, verify_key=self.part.verify_key)

    def open_set(self, number: str) -> dict[str, Any]:
        content = self.open(self.part.sets[number], SET)
        if content["set"] != number:
            raise SupplyError(f"Set {number} holds the content of {content['set']}: swapped.")
        return content


def open_set(part: UnblindedPart, number: str, holders: Holders) -> dict[str, Any]:
    """Return the content of one set: its arm, and the intervention of each kit."""
    opener = _opener(part, holders)
    if number not in part.sets:
        raise SupplyError(f"There is no set {number} in this supply. Read the number again.")
    record(part.folder, holders.opening(f"set {number}"), at=holders.at)
    return opener.open_set(number)


def open_list(part: UnblindedPart, holders: Holders) -> dict[str, Any]:
    """Return the list as it was drawn: its seed, and the arm of each set."""
    opener = _opener(part, holders)
    record(part.folder, holders.opening("list"), at=holders.at)
    return opener.open(part.listed, LISTED)


def open_everything(
    part: UnblindedPart, holders: Holders, *, dataset: str = ""
) -> Mapping[str, dict[str, Any]]:
    """Return the contents of all sets by number; they agree with the list, or `SupplyError`."""
    opener = _opener(part, holders)
    record(part.folder, holders.opening("everything", dataset), at=holders.at)
    found = dict(_all(part, opener))
    listed: Mapping[str, str] = opener.open(part.listed, LISTED)["arms"]
    if {number: content["arm"] for number, content in found.items()} != dict(listed):
        raise SupplyError("The sets do not hold what the sealed list says. Use an unchanged copy.")
    return found


def _all(part: UnblindedPart, opener: _Opener) -> Iterator[tuple[str, dict[str, Any]]]:
    for number in part.sets:
        yield number, opener.open_set(number)


def _opener(part: UnblindedPart, holders: Holders) -> _Opener:
    one, two = in_order(part.holders, holders.first, holders.second)
    return _Opener(part, (one.key, two.key))
