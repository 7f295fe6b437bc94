"""Making a supply: the list is drawn, cut into sets, numbered, sealed. Nothing is left in clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from limen.dataset.storage.staging import new_folder, refuse_existing
from limen.errors import SupplyError
from limen.protocol import Protocol
from limen.protocol.document.treatment import Minimisation
from limen.supply.chances import Chances
from limen.supply.keys import Ring, read_ring, require_rehearsed
from limen.supply.plan import DrawnSet, draw_sets, new_numbers, places
from limen.supply.sealed import KitSet, PackedKit, Place, ServerPart, read_server_part
from limen.supply.sealed.numbers import KIT_DIGITS, SET_DIGITS
from limen.supply.sealed.part import SERVER
from limen.supply.writing import (
    ALLOCATOR,
    UNBLINDED,
    Sealing,
    allocator_files,
    server_files,
    unblinded_files,
)


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A line of the list with its set and kit numbers."""

    kits: KitSet
    drawn: DrawnSet


def create(
    protocol: Protocol,
    *,
    keys: Path,
    out: Path,
    now: datetime,
    count: int | None = None,
    chances: Chances | None = None,
) -> ServerPart:
    """Write a new supply to `out`, its server part and its unblinded part; return the former.

    `count` is the number of sets in each stratum (or of people who draw their own); left out, half
    as many again as the plan expects there. Raises `SupplyError` if the keys are not complete or
    not rehearsed, or the protocol leaves something open; `DatasetError` if `out` exists.
    """
    refuse_existing(out)
    ring = _complete(read_ring(keys), protocol)
    drawn = draw_sets(protocol, seed=(chances := chances or Chances()).seed, count=count)
    return seal_supply(protocol, drawn, ring=ring, out=out, now=now, chances=chances)


def seal_supply(
    protocol: Protocol,
    drawn: Sequence[DrawnSet],
    *,
    ring: Ring,
    out: Path,
    now: datetime,
    chances: Chances,
) -> ServerPart:
    """Number and seal a list that was drawn, and write both parts."""
    sets = number(drawn, places(protocol), chances)
    sealing = Sealing(
        protocol=protocol,
        ring=ring,
        supply=chances.supply,
        seed=chances.seed,
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        sets=tuple((one.kits, one.drawn) for one in sets),
    )
    with new_folder(out) as staging:
        manifest = _put(staging / SERVER, server_files(sealing))
        _put(staging / UNBLINDED, unblinded_files(sealing, server_manifest=manifest))
        _put(staging / ALLOCATOR, allocator_files(sealing, server_manifest=manifest))
        (staging / UNBLINDED).chmod(0o700)
        (staging / "READ ME.txt").write_text(_README, encoding="utf-8")
        read_server_part(staging / SERVER)
    return read_server_part(out / SERVER)


def number(
    drawn: Sequence[DrawnSet], layout: Sequence[Place], chances: Chances
) -> tuple[Numbered, ...]:
    """Give each line of the list its numbers. Arms are not looked at."""
    sets = new_numbers(len(drawn), SET_DIGITS, chances.below)
    kits = iter(new_numbers(len(drawn) * len(layout), KIT_DIGITS, chances.below))
    return tuple(
        Numbered(
            kits=KitSet(
                set=number,
                stratum=line.stratum,
                order=line.order,
                draw=line.draw,
                kits=tuple(PackedKit(kit=next(kits), place=place) for place in layout),
            ),
            drawn=line,
        )
        for number, line in zip(sets, drawn, strict=True)
    )


def _complete(ring: Ring, protocol: Protocol) -> Ring:
    emergency = getattr(protocol.blinding, "emergency", None)
    if ring.server is None:
        raise SupplyError(
            f"{ring.folder}: the server has no release key yet. "
            "`limen supply keys FOLDER --server` makes it."
        )
    if hasattr(emergency, "may_open") and not ring.clinicians:
        raise SupplyError(
            f"{ring.folder}: the protocol foresees emergency openings, and no clinician has a key. "
            "`limen supply keys FOLDER --clinician NAME` makes one."
        )
    if isinstance(protocol.allocation, Minimisation) and ring.allocator is None:
        raise SupplyError(
            f"{ring.folder}: minimisation needs an allocator, and it has no key yet. "
            "`limen supply keys FOLDER --allocator` makes it."
        )
    require_rehearsed(ring)
    return ring


def _put(folder: Path, files: dict[str, bytes]) -> bytes:
    """Write the files of a part; its manifest, which comes last, is returned."""
    content = b""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return content


_README = """\
server/     goes to the study's server: numbers and sealed contents, which it cannot open
unblinded/  stays on the offline machine, with a copy in a safe: sealed for both key holders
allocator/  only with minimisation: goes to the allocator, a process of its own with its own key

Nothing in here is in clear. `limen supply --help` says what to do next.
"""
