"""The allocator's pool: which set has which arm, in memory only, opened with its own key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import SealedBox

from limen.allocation import Procedure
from limen.errors import SupplyError
from limen.supply.keys import Unlocked
from limen.supply.seal import read_message
from limen.supply.sealed.check import MARKER
from limen.supply.sealed.files import decoded, read_json, refused
from limen.supply.sealed.part import FORMAT
from limen.supply.writing import ALLOCATOR, POOL, POOL_FILE


@dataclass(frozen=True)
class PooledSet:
    """A set, where it lies (blank where it does not matter), and its arm's index."""

    set: str
    where: Mapping[str, str]
    arm: int = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Pool:
    """What the allocator knows. `sets` are in the order in which those of an arm are given."""

    supply: str
    seed: int = field(repr=False)
    procedure: Procedure
    factors: Mapping[str, tuple[str, ...]]
    sets: tuple[PooledSet, ...] = field(repr=False)


def read_pool(folder: Path, allocator: Unlocked) -> Pool:
    """Return the pool in a folder; `SupplyError` if it is none, was changed, or does not open."""
    file = folder / POOL_FILE
    found = read_json(file, marker=MARKER, version=FORMAT)
    if found.get("part") != ALLOCATOR:
        raise refused(file, "is no allocator's pool.", "Name the folder `allocator`.")
    try:
        sealed, verify_key = decoded(found["pool"]), bytes.fromhex(found["verify_key"])
        message = SealedBox(allocator.key).decrypt(sealed)
    except CryptoError:
        raise refused(
            file, f"does not open with the key of '{allocator.name}', or was changed."
        ) from None
    except (KeyError, TypeError, ValueError) as error:
        raise refused(file, f"lacks or garbles something: {error}.") from None
    content = read_message(message, POOL, supply=found["supply"], verify_key=verify_key)
    return _pool(found["supply"], content)


def _pool(supply: str, content: Mapping[str, Any]) -> Pool:
    rule = content["procedure"]
    procedure = Procedure(
        kind=rule["kind"],
        arms=tuple(rule["arms"]),
        ratio=tuple(rule["ratio"]),
        probability=rule["probability"],
        distance=rule["distance"],
        weights=tuple(rule["weights"]),
        allow_deterministic=rule["allow_deterministic"],
    )
    if procedure.kind != "minimisation":
        raise SupplyError("The pool is of a study that needs no allocator.")
    return Pool(
        supply=supply,
        seed=int(content["seed"], 16),
        procedure=procedure,
        factors={name: tuple(levels) for name, levels in content["factors"]},
        sets=tuple(
            PooledSet(number, where, procedure.arms.index(arm))
            for number, where, arm in content["sets"]
        ),
    )
