"""The files of both parts, as bytes: what each line says, and how a content gets into its seal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from nacl.public import SealedBox

from limen.errors import SupplyError
from limen.protocol import Protocol, known
from limen.protocol.document.treatment import Minimisation, SelfDrawn
from limen.supply.keys import PublicPart, Ring
from limen.supply.plan import (
    DrawnSet,
    held_kit,
    held_set,
    longest_kit,
    longest_list,
    longest_set,
    places,
    strata_levels,
)
from limen.supply.plan.contents import held_list, held_pool
from limen.supply.plan.layout import kits_of
from limen.supply.seal import InTwo, Signer, seal_in_two, sealed_bytes
from limen.supply.sealed import KitSet
from limen.supply.sealed.check import MARKER, opener
from limen.supply.sealed.files import canonical, digest, encoded, json_bytes, lines_bytes
from limen.supply.sealed.part import CONTENTS, FORMAT, MANIFEST, SETS

UNBLINDED, LIST = "unblinded", "list.jsonl"
ALLOCATOR, POOL_FILE = "allocator", "pool.json"
KIT, SET, LISTED, POOL = "kit", "set", "list", "pool"  # the kinds of contents, as they are signed


@dataclass(frozen=True, kw_only=True)
class Sealing:
    """Everything that goes into a supply, and the key that signs it."""

    protocol: Protocol
    ring: Ring
    supply: str
    seed: int = field(repr=False)
    made_at: str
    sets: tuple[tuple[KitSet, DrawnSet], ...] = field(repr=False)

    @cached_property
    def signer(self) -> Signer:
        """Signs the contents; gone when the process ends."""
        return Signer(self.supply)

    @property
    def server(self) -> PublicPart:
        """The server's release key."""
        if self.ring.server is None:
            raise SupplyError("The server has no release key.")
        return self.ring.server


def server_files(sealing: Sealing) -> dict[str, bytes]:
    """Return the server's files by name, the manifest last."""
    sealed = _sealed_kits(sealing)
    files = {
        SETS: lines_bytes(_set_line(one) for one, _ in sealing.sets),
        CONTENTS: lines_bytes(
            {"kit": kit, "content": encoded(two.content), "share": encoded(two.second)}
            for kit, two in sealed.items()
        ),
    }
    for index, clinician in enumerate(sealing.ring.clinicians):
        files[opener(clinician.name)] = lines_bytes(
            {"kit": kit, "share": encoded(two.first[index])} for kit, two in sealed.items()
        )
    files[MANIFEST] = json_bytes(_server_manifest(sealing, files))
    return files


def unblinded_files(sealing: Sealing, *, server_manifest: bytes) -> dict[str, bytes]:
    """Return the files that both key holders open together, the manifest last."""
    longest = longest_set(sealing.protocol, places(sealing.protocol))
    rows = [
        {"set": one.set, **_for_both(sealing, SET, held_set(one.set, drawn, one.kits), longest)}
        for one, drawn in sorted(sealing.sets, key=lambda pair: pair[0].set)
    ]
    arms = [(one.set, drawn.arm) for one, drawn in sealing.sets]
    whole = _for_both(
        sealing,
        LISTED,
        held_list(sealing.seed, arms),
        longest_list(sealing.protocol, len(arms)),
    )
    files = {SETS: lines_bytes(rows), LIST: lines_bytes([whole])}
    manifest = {
        MARKER: FORMAT,
        "part": UNBLINDED,
        "supply": sealing.supply,
        "protocol": _protocol(sealing.protocol),
        "made_at": sealing.made_at,
        "server_manifest": digest(server_manifest),
        "verify_key": sealing.signer.verify_key.hex(),
        "holders": [_key(part) for part in sealing.ring.holders],
        "files": {name: digest(content) for name, content in files.items()},
    }
    files[MANIFEST] = json_bytes(manifest)
    return files


def allocator_files(sealing: Sealing, *, server_manifest: bytes) -> dict[str, bytes]:
    """Return the allocator's pool, sealed for its key; nothing if the protocol needs none."""
    allocator = sealing.ring.allocator
    if not _by_allocator(sealing.protocol) or allocator is None:
        return {}
    held = held_pool(
        sealing.protocol,
        sealing.seed,
        [(one.set, dict(one.stratum), drawn.arm) for one, drawn in sealing.sets],
    )
    longest = len(canonical(held))  # the counts of all arms are the same: so is the length
    message = sealing.signer.message(POOL, held, longest=longest)
    content = {
        MARKER: FORMAT,
        "part": ALLOCATOR,
        "supply": sealing.supply,
        "server_manifest": digest(server_manifest),
        "verify_key": sealing.signer.verify_key.hex(),
        "key": _key(allocator),
        "pool": encoded(bytes(SealedBox(allocator.key).encrypt(message))),
    }
    return {POOL_FILE: json_bytes(content)}


def _by_allocator(protocol: Protocol) -> bool:
    return isinstance(protocol.allocation, Minimisation)


def _assigned_by(protocol: Protocol) -> str:
    if _by_allocator(protocol):
        return "allocator"
    return "draw" if isinstance(protocol.allocation, SelfDrawn) else "order"


def _sealed_kits(sealing: Sealing) -> dict[str, InTwo]:
    """Every kit's content, in the order of the numbers: the order of the list must not show."""
    longest = longest_kit(sealing.protocol, places(sealing.protocol))
    held = {
        packed.kit: held_kit(
            sealing.protocol, packed.kit, packed.place, drawn.course[packed.place.period - 1]
        )
        for one, drawn in sealing.sets
        for packed in one.kits
    }
    clinicians = [part.key for part in sealing.ring.clinicians]
    return {
        kit: seal_in_two(
            sealing.signer.message(KIT, content, longest=longest),
            first=clinicians,
            second=sealing.server.key,
        )
        for kit, content in sorted(held.items(), key=itemgetter(0))
    }


def _for_both(
    sealing: Sealing, kind: str, content: dict[str, Any], longest: int
) -> dict[str, object]:
    one, two = sealing.ring.holders
    sealed = seal_in_two(
        sealing.signer.message(kind, content, longest=longest), first=[one.key], second=two.key
    )
    return {
        "content": encoded(sealed.content),
        "shares": [encoded(sealed.first[0]), encoded(sealed.second)],
    }


def _set_line(one: KitSet) -> dict[str, object]:
    return {
        "set": one.set,
        "stratum": dict(one.stratum),
        "order": one.order,
        "draw": one.draw,
        "kits": [
            {
                "kit": packed.kit,
                "period": packed.place.period,
                "dose_level": packed.place.dose_level,
                "spare": packed.place.spare,
            }
            for packed in one.kits
        ],
    }


def _server_manifest(sealing: Sealing, files: Mapping[str, bytes]) -> dict[str, object]:
    protocol = sealing.protocol
    kits = kits_of(protocol)
    return {
        MARKER: FORMAT,
        "part": "server",
        "supply": sealing.supply,
        "protocol": _protocol(protocol),
        "made_at": sealing.made_at,
        "assigned_by": _assigned_by(protocol),
        "strata": [
            {"id": name, "levels": list(levels)} for name, levels in strata_levels(protocol).items()
        ],
        "label": str(kits.label) if kits.label and known(kits.label) else "",
        "returned": kits.returned is True,
        "sets": len(sealing.sets),
        "kits": sum(len(one.kits) for one, _ in sealing.sets),
        "content_bytes": sealed_bytes(longest_kit(protocol, places(protocol))),
        "verify_key": sealing.signer.verify_key.hex(),
        "release_key": sealing.server.public.hex(),
        "clinicians": [_key(part) for part in sealing.ring.clinicians],
        "files": {name: digest(content) for name, content in files.items()},
    }


def _protocol(protocol: Protocol) -> dict[str, str]:
    return {"id": protocol.id, "version": protocol.version, "hash": protocol.hash}


def _key(part: PublicPart) -> dict[str, str]:
    return {"name": part.name, "public": part.public.hex(), "fingerprint": part.fingerprint}
