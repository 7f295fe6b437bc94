"""The server's part of a supply: what it knows, and what it keeps without being able to read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

SERVER, MANIFEST, SETS, CONTENTS, OPENERS = (
    "server",
    "supply.json",
    "sets.jsonl",
    "contents.jsonl",
    "openers",
)
FORMAT = 1
SHARE_BYTES = 32 + 48  # half a key in a libsodium sealed box

AssignedBy = Literal["order", "draw", "allocator"]


@dataclass(frozen=True, kw_only=True, order=True)
class Place:
    """The place of a kit in its set; every set has the same places, whatever its arm."""

    period: int
    dose_level: str = ""  # blank where the protocol has no levels
    spare: bool = False


@dataclass(frozen=True, kw_only=True)
class PackedKit:
    """A numbered kit and its place."""

    kit: str
    place: Place


@dataclass(frozen=True, kw_only=True)
class KitSet:
    """All kits of one randomisation number. `order` counts from 1 within the stratum, or draw.

    `draw` numbers the people who draw one of several sets themselves; else it is None.
    """

    set: str
    stratum: Mapping[str, str]
    order: int
    draw: int | None
    kits: tuple[PackedKit, ...]

    @property
    def within(self) -> tuple[tuple[str, str], ...]:
        """What its order counts in: the stratum, or the draw."""
        if self.draw is not None:
            return (("draw", str(self.draw)),)
        return tuple(sorted(self.stratum.items()))


@dataclass(frozen=True, kw_only=True)
class SealedKit:
    """A content that opens with two shares: a clinician's, and this one, sealed to the server."""

    kit: str
    content: bytes
    share: bytes


@dataclass(frozen=True, kw_only=True, eq=False)
class ServerPart:
    """The server's part. `openers` holds, by clinician and kit, the other half of each key.

    `hash` is the SHA-256 of its manifest, which names all of its files by theirs. `verify_key`
    (Ed25519) is what contents are signed with; `release_key` (X25519) is the server's own.
    """

    supply: str
    protocol_id: str
    protocol_version: str
    protocol_hash: str
    made_at: str
    assigned_by: AssignedBy
    strata: Mapping[str, tuple[str, ...]]
    label: str
    returned: bool  # unused kits are returned and counted
    content_bytes: int
    verify_key: bytes
    release_key: bytes
    clinicians: Mapping[str, bytes]
    sets: tuple[KitSet, ...]
    contents: Mapping[str, SealedKit]
    openers: Mapping[str, Mapping[str, bytes]]
    hash: str

    @cached_property
    def set_of(self) -> Mapping[str, KitSet]:
        """The set that each kit is in."""
        return {packed.kit: one for one in self.sets for packed in one.kits}

    @cached_property
    def by_set(self) -> Mapping[str, KitSet]:
        """The sets by their number."""
        return {one.set: one for one in self.sets}

    @cached_property
    def queues(self) -> Mapping[tuple[tuple[str, str], ...], tuple[KitSet, ...]]:
        """The sets of each stratum, or draw, in the order in which they are handed out."""
        found: dict[tuple[tuple[str, str], ...], list[KitSet]] = {}
        for one in sorted(self.sets, key=lambda s: s.order):
            found.setdefault(one.within, []).append(one)
        return {within: tuple(sets) for within, sets in found.items()}
