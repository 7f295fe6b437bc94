"""A small supply with everybody's keys: what no single person ever holds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nacl.public import PrivateKey

from limen.protocol import Protocol, protocol_file
from limen.protocol.load import parse_protocol
from limen.supply.chances import Chances
from limen.supply.keys import (
    Unlocked,
    make_key,
    make_release_key,
    rehearse_clinician,
    rehearse_holders,
    unlock,
)
from limen.supply.keys.pair import Cost
from limen.supply.opening import Holders, UnblindedPart
from limen.supply.plan import DrawnSet
from limen.supply.sealed import ServerPart

PASSPHRASE = "lantern orchid gravel teapot winter"
CHEAP = Cost(passes=1, memory=8192)
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
SEED = 20261126
PEOPLE = {"anna": "holder", "ben": "holder", "clara": "clinician", "dora": "clinician"}


@dataclass(frozen=True, kw_only=True)
class Made:
    """A supply with everything that opens it: what no single person ever holds."""

    folder: Path
    protocol: Protocol
    drawn: Sequence[DrawnSet]
    part: ServerPart
    unblinded: UnblindedPart
    people: dict[str, Unlocked]
    release: PrivateKey

    def holders(self, purpose="lock", reason="Opened in a test of the supply") -> Holders:
        return Holders(
            first=self.people["anna"],
            second=self.people["ben"],
            purpose=purpose,
            reason=reason,
            at=NOW,
        )


def make_people(keys: Path) -> dict[str, Unlocked]:
    """Make everybody's key in a folder, the server's too, and rehearse."""
    for name, kind in PEOPLE.items():
        make_key(keys, name=name, kind=kind, passphrase=f"{PASSPHRASE} {name}", cost=CHEAP)
    make_release_key(keys)
    people = {
        name: unlock(keys / f"{name}.private.json", f"{PASSPHRASE} {name}") for name in PEOPLE
    }
    rehearse_holders(keys, people["anna"], people["ben"], at=NOW)
    for name in ("clara", "dora"):
        rehearse_clinician(keys, people[name], at=NOW)
    return people


def still(seed: int = SEED) -> Chances:
    """Chances that a test can repeat."""
    return Chances(seed=seed, below=random.Random(seed).randrange, supply="00112233aabbccdd")


SELF_PACKED = """\
kits:
  packed_by: participant
  contents:
    - {kits: 7}
"""


def changed(name: str, *changes: tuple[str, str]):
    """A shipped protocol with passages replaced; each must be there."""
    text = protocol_file(name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return parse_protocol(text)


def self_packed():
    """A self-blinded study of four weeks: two weeks of each in an order that is drawn."""
    return changed(
        "self_blinding",
        ("  filler: placebo\n", ""),
        (
            "kits:\n  packed_by: participant\n  contents: {unknown: not in the public files}\n",
            SELF_PACKED,
        ),
        (
            "planned: {unknown: recruitment was open; the public data hold 245 people}",
            "planned: 30",
        ),
    )
