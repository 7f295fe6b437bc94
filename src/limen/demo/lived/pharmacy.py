"""The unblinded side of the demonstration: keys, the sealed supply, and who gets what.

It is what two key holders and a pharmacist have on a computer of their own. Virtual people ask it
what they took, so that they can feel it; the server gets `server` and never anything else.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from limen.errors import ConductError

if TYPE_CHECKING:
    from limen.protocol import Protocol
    from limen.supply.keys import Unlocked
    from limen.supply.keys.pair import Cost
    from limen.supply.opening import Holders
    from limen.supply.opening.record import Purpose
    from limen.supply.sealed import ServerPart

LOT, EXPIRES_AFTER = "MADE-UP-1", timedelta(days=400)
HOLDERS = {"anna": "harbour violin pebble lamp 31", "ben": "willow anchor saffron kite 72"}
CLINICIAN, CLINICIANS_WORDS = "iris", "meadow copper lantern snow 58"
TELEPHONE = "+44 20 7946 0123"
_LABELLED = 4  # sets; a real pharmacy prints them all
_PACKING = "Packing of the only lot, by both key holders"
_NOTE = "READ ME.txt"
_MARK = "The unblinded side of a demonstration: nobody in it is real.\n"


@dataclass(frozen=True, kw_only=True)
class Pharmacy:
    """A supply in a folder, with everybody's keys: `folder/keys`, `folder/sealed`, and papers."""

    folder: Path
    protocol: Protocol
    first: Unlocked
    second: Unlocked
    clinician: Unlocked
    contents: Mapping[str, Mapping[str, Any]]  # of each set: arm, course, what each kit holds

    @property
    def sealed(self) -> Path:
        """The supply, both parts."""
        return self.folder / "sealed"

    @property
    def server(self) -> Path:
        """The part that goes to the server."""
        return self.sealed / "server"

    @property
    def release_key(self) -> Path:
        """The key that goes to the server too."""
        return self.folder / "keys" / "release.private.json"

    @cached_property
    def part(self) -> ServerPart:
        """The server's part, read: numbers and strata."""
        from limen.supply.sealed import read_server_part

        return read_server_part(self.server)

    @property
    def fingerprint(self) -> str:
        """What stands on a clinician's card, to be compared with what the server shows."""
        from limen.supply.keys.public import fingerprint

        return fingerprint(self.part.verify_key)

    def kits_of(self, **stratum: str) -> list[str]:
        """Return the numbers of all kits of the sets of a stratum, as a pharmacist sends them."""
        sets = (one for one in self.part.sets if stratum.items() <= one.stratum.items())
        return [kit.kit for one in sets for kit in one.kits]

    def arm_of(self, number: str) -> str:
        """Return the arm of a set: what chance gave to the person who has it."""
        return str(self.contents[number]["arm"])

    def held_by(self, kit: str) -> tuple[str, str]:
        """Return the intervention in a kit, and its dose level, blank if there are none."""
        one = self.part.set_of[kit]
        level = next(each.place.dose_level for each in one.kits if each.kit == kit)
        return str(self.contents[one.set]["kits"][kit]), level

    def holders(self, purpose: Purpose, reason: str, at: datetime) -> Holders:
        """Return both key holders at one table."""
        return _together(self.first, self.second, purpose, reason, at)


def prepare(
    protocol: Protocol,
    folder: Path,
    *,
    seed: int,
    at: datetime,
    count: int | None = None,
    cost: Cost | None = None,
    papers: bool = True,
) -> Pharmacy:
    """Make keys, rehearse them, seal a supply, print labels, cards and code-breaks; return it all.

    A folder of an earlier demonstration is replaced; `ConductError` if it is anything else.
    """
    from limen.supply.chances import Chances
    from limen.supply.create import create

    _make_room(folder)
    keys = folder / "keys"
    people = _keys(keys, at, cost)
    draw = random.Random(f"{seed} supply")
    create(
        protocol,
        keys=keys,
        out=folder / "sealed",
        now=at,
        count=count,
        chances=Chances(
            seed=draw.getrandbits(256), below=draw.randrange, supply=f"{draw.getrandbits(64):016x}"
        ),
    )
    first, second = (people[name] for name in HOLDERS)
    made = Pharmacy(
        folder=folder,
        protocol=protocol,
        first=first,
        second=second,
        clinician=people[CLINICIAN],
        contents=_packed(folder / "sealed", _together(first, second, "packing", _PACKING, at)),
    )
    if papers:
        _print(made, at)
    return made


def expiry(at: datetime) -> date:
    """Return the day after which no kit of the lot is given."""
    return (at + EXPIRES_AFTER).date()


def _make_room(folder: Path) -> None:
    note = folder / _NOTE
    if folder.exists():
        if not note.is_file() or note.read_text(encoding="utf-8") != _MARK:
            raise ConductError(f"{folder} holds something else, and stays. Name another folder.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    note.write_text(_MARK, encoding="utf-8")


def _keys(keys: Path, at: datetime, cost: Cost | None) -> dict[str, Unlocked]:
    from limen.supply.keys import (
        make_key,
        make_release_key,
        rehearse_clinician,
        rehearse_holders,
        unlock,
    )

    for name, said in HOLDERS.items():
        make_key(keys, name=name, kind="holder", passphrase=said, cost=cost)
    make_key(keys, name=CLINICIAN, kind="clinician", passphrase=CLINICIANS_WORDS, cost=cost)
    make_release_key(keys)
    words = {**HOLDERS, CLINICIAN: CLINICIANS_WORDS}
    people = {name: unlock(keys / f"{name}.private.json", words[name]) for name in words}
    rehearse_holders(keys, *(people[name] for name in HOLDERS), at=at)
    rehearse_clinician(keys, people[CLINICIAN], at=at)
    return people


def _together(
    first: Unlocked, second: Unlocked, purpose: Purpose, reason: str, at: datetime
) -> Holders:
    from limen.supply.opening import Holders

    return Holders(first=first, second=second, purpose=purpose, reason=reason, at=at)


def _packed(sealed: Path, holders: Holders) -> Mapping[str, Mapping[str, Any]]:
    from limen.supply.opening import open_everything, read_unblinded_part

    return open_everything(read_unblinded_part(sealed / "unblinded"), holders)


def _print(made: Pharmacy, at: datetime) -> None:
    """Print what the real ones print: labels, wallet cards, and a code-break for each set."""
    from limen.supply.paper import Batch, cards, code_breaks, labels

    batch = Batch(lot=LOT, expiry=f"{expiry(at):%Y-%m}", title="Made up", words="")
    first = [one.set for one in made.part.sets[:_LABELLED]]
    papers = {
        "labels.pdf": labels(made.part, batch, at=at, sets=first),
        "cards.pdf": cards(made.part, telephone=TELEPHONE, title="Made up", words="", at=at),
        "code-breaks.pdf": code_breaks(made.part, made.protocol, made.contents, at=at),
    }
    for name, content in papers.items():
        (made.folder / name).write_bytes(content)
