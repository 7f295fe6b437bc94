"""The rehearsed opening: a lost key is found out before the first participant, not after the last.

A test content is sealed to the public parts in the folder and opened with the private parts, by
the same code as the supply's own contents.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey, SealedBox
from nacl.utils import random

from limen.errors import SupplyError
from limen.supply.keys.pair import Unlocked
from limen.supply.keys.public import PublicPart, Ring, read_ring
from limen.supply.seal import half_of, open_in_two, seal_in_two
from limen.supply.sealed.files import json_bytes, read_json

RECORD, MARKER, FORMAT = "rehearsal.json", "limen_supply_rehearsal", 1


def rehearse_holders(folder: Path, first: Unlocked, second: Unlocked, *, at: datetime) -> None:
    """Let both key holders open a test seal together, and record that they did.

    Raises `SupplyError` if a key is not the counterpart of the holder's public part.
    """
    ring = read_ring(folder)
    one, two = in_order(ring.holders, first, second)
    secret = random(64)
    sealed = seal_in_two(secret, first=[ring.holders[0].key], second=ring.holders[1].key)
    opened = open_in_two(
        sealed.content,
        half_of(sealed.first[0], one.key, whose=one.name),
        half_of(sealed.second, two.key, whose=two.name),
    )
    if opened != secret:  # cannot be: the box is authenticated
        raise SupplyError("What was opened is not what was sealed. Do not use this machine.")
    _record(folder, ring.holders, at)


def rehearse_clinician(folder: Path, clinician: Unlocked, *, at: datetime) -> None:
    """Let a clinician open a test kit with a share that a server would release; record it."""
    found = {part.name: part for part in read_ring(folder).clinicians}
    if clinician.name not in found or found[clinician.name].public != clinician.public:
        names = ", ".join(found) or "nobody"
        raise SupplyError(
            f"The key of '{clinician.name}' is not that of a clinician here. Clinicians: {names}."
        )
    own, server, secret = found[clinician.name], PrivateKey.generate(), random(64)
    sealed = seal_in_two(secret, first=[own.key], second=server.public_key)
    half = half_of(sealed.first[0], clinician.key, whose=clinician.name)
    released = half_of(sealed.second, server, whose="the test's server")
    if open_in_two(sealed.content, half, released) != secret:
        raise SupplyError("What was opened is not what was sealed. Do not use this machine.")
    _record(folder, (own,), at)


def rehearse_allocator(folder: Path, allocator: Unlocked, *, at: datetime) -> None:
    """Let whoever starts the allocator open a test seal with its key, and record it."""
    own = read_ring(folder).allocator
    if own is None or own.public != allocator.public:
        raise SupplyError(f"The key of '{allocator.name}' is not the allocator's of {folder}.")
    secret = random(64)
    if half_of(SealedBox(own.key).encrypt(secret), allocator.key, whose=own.name) != secret:
        raise SupplyError("What was opened is not what was sealed. Do not use this machine.")
    _record(folder, (own,), at)


def require_rehearsed(ring: Ring) -> None:
    """Raise `SupplyError` unless everybody who must open something has rehearsed with this key."""
    done, allocators = _read(ring.folder), [ring.allocator] if ring.allocator else []
    missing = [
        part.name
        for part in (*ring.holders, *ring.clinicians, *allocators)
        if done.get(part.name, {}).get("public") != part.public.hex()
    ]
    if missing:
        raise SupplyError(
            f"{', '.join(missing)}: no opening was rehearsed with this key. A key that is lost "
            "must be found out now: `limen supply rehearse FOLDER --private FILE --private FILE`."
        )


def in_order(
    holders: tuple[PublicPart, PublicPart], first: Unlocked, second: Unlocked
) -> tuple[Unlocked, Unlocked]:
    """Return two unlocked keys in the order of the key holders, or raise `SupplyError`."""
    given = {one.public: one for one in (first, second)}
    missing = [part.name for part in holders if part.public not in given]
    if missing:
        names = " and ".join(dict.fromkeys((first.name, second.name)))
        raise SupplyError(
            f"Both key holders are needed, {holders[0].name} and {holders[1].name}; the key of "
            f"{' and '.join(missing)} is missing among those of {names}."
        )
    return given[holders[0].public], given[holders[1].public]


def _read(folder: Path) -> dict[str, Any]:
    file = folder / RECORD
    if not file.exists():
        return {}
    opened: Mapping[str, Any] = read_json(file, marker=MARKER, version=FORMAT).get("opened", {})
    return dict(opened)


def _record(folder: Path, parts: tuple[PublicPart, ...], at: datetime) -> None:
    when = at.astimezone(UTC).isoformat(timespec="seconds")
    opened = _read(folder) | {
        part.name: {"kind": part.kind, "public": part.public.hex(), "at": when} for part in parts
    }
    content = json_bytes({MARKER: FORMAT, "opened": opened})
    partial = folder / f".{RECORD}.partial"
    partial.write_bytes(content)
    partial.replace(folder / RECORD)
