"""Public parts of keys in their folder: who can open what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from nacl.public import PublicKey

from limen.errors import SupplyError
from limen.supply.sealed.files import read_json, refused

Kind = Literal["holder", "clinician", "server", "allocator"]
KINDS: tuple[Kind, ...] = ("holder", "clinician", "server", "allocator")
MARKER, FORMAT, ENDING = "limen_supply_key", 1, ".public.json"


@dataclass(frozen=True, kw_only=True)
class PublicPart:
    """The public part of a key, 32 bytes, and whose it is."""

    name: str
    kind: Kind
    public: bytes

    @property
    def key(self) -> PublicKey:
        """The key as libsodium takes it."""
        return PublicKey(self.public)

    @property
    def fingerprint(self) -> str:
        """What people compare by voice."""
        return fingerprint(self.public)


@dataclass(frozen=True, kw_only=True)
class Ring:
    """All public parts of a supply. `holders` are two, in the order of their names."""

    folder: Path
    holders: tuple[PublicPart, PublicPart]
    clinicians: tuple[PublicPart, ...]
    server: PublicPart | None
    allocator: PublicPart | None


def fingerprint(public: bytes) -> str:
    """Return 20 hex digits of a key's SHA-256, in groups of four."""
    digits = sha256(public).hexdigest()[:20]
    return " ".join(digits[at : at + 4] for at in range(0, 20, 4))


def public_parts(folder: Path) -> Iterator[PublicPart]:
    """Yield the public parts in a folder, by name; `SupplyError` for a file that is none."""
    for file in sorted(folder.glob(f"*{ENDING}")):
        found = read_json(file, marker=MARKER, version=FORMAT)
        try:
            part = PublicPart(
                name=found["name"], kind=found["kind"], public=bytes.fromhex(found["public"])
            )
        except (KeyError, TypeError, ValueError) as error:
            raise refused(file, f"lacks or garbles something: {error}.") from None
        if part.kind not in KINDS or len(part.public) != 32:
            raise refused(file, "is no key that Limen makes.")
        if file.name != f"{part.name}{ENDING}":
            raise refused(file, f"holds the key of '{part.name}'.", "Give it that name.")
        yield part


def read_ring(folder: Path) -> Ring:
    """Return the keys in a folder; `SupplyError` unless there are exactly two key holders."""
    parts = list(public_parts(folder))
    holders = [part for part in parts if part.kind == "holder"]
    if len(holders) != 2:
        names = ", ".join(part.name for part in holders) or "nobody"
        raise SupplyError(
            f"{folder}: a supply has two key holders; here are {len(holders)} ({names}). "
            "`limen supply keys FOLDER --holder NAME` makes a key, once for each."
        )
    only: dict[str, PublicPart] = {part.kind: part for part in parts}
    if len({part.public for part in parts}) < len(parts):
        raise SupplyError(f"{folder}: two people have the same key. Make one for each.")
    return Ring(
        folder=folder,
        holders=(holders[0], holders[1]),
        clinicians=tuple(part for part in parts if part.kind == "clinician"),
        server=only.get("server"),
        allocator=only.get("allocator"),
    )
