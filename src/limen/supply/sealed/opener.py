"""A clinician who came later: shares of their own for each kit, granted by one who has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from limen.errors import SupplyError
from limen.supply.sealed.files import decoded, read_json, refused
from limen.supply.sealed.part import SHARE_BYTES, ServerPart

MARKER, FORMAT = "limen_supply_opener", 1


@dataclass(frozen=True, kw_only=True)
class Opener:
    """A new clinician's key and shares. With the server's release they open a kit, not alone."""

    supply: str
    name: str
    public: bytes
    granted_by: str
    at: str
    shares: Mapping[str, bytes]


def read_opener(file: Path, part: ServerPart) -> Opener:
    """Return what `limen supply authorise` wrote, for this supply.

    Raises `SupplyError` if it is another supply's, lacks a kit, or another key has its name.
    """
    found = read_json(file, marker=MARKER, version=FORMAT)
    try:
        opener = Opener(
            supply=found["supply"],
            name=found["clinician"]["name"],
            public=bytes.fromhex(found["clinician"]["public"]),
            granted_by=found["granted_by"],
            at=found["at"],
            shares={kit: decoded(share) for kit, share in found["shares"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refused(file, f"lacks or garbles something: {error}.") from None
    if opener.supply != part.supply:
        raise refused(file, f"is of supply {opener.supply}, not {part.supply}.", "Make its own.")
    lengths = {len(share) for share in opener.shares.values()}
    if set(opener.shares) != set(part.contents) or lengths != {SHARE_BYTES}:
        raise refused(file, "does not hold one share for each kit.")
    if len(opener.public) != 32:
        raise refused(file, "holds no key of 32 bytes.")
    refuse_taken(part, opener.name, opener.public)
    return opener


def refuse_taken(part: ServerPart, name: str, public: bytes) -> None:
    """Raise `SupplyError` if a clinician of this name has another key in the supply."""
    if part.clinicians.get(name, public) != public:
        raise SupplyError(f"The supply has a clinician '{name}' with another key. Use a new name.")


def with_opener(part: ServerPart, opener: Opener) -> ServerPart:
    """Return the server's part with one clinician more; its hash stays that of the supply."""
    return replace(
        part,
        clinicians={**part.clinicians, opener.name: opener.public},
        openers={**part.openers, opener.name: opener.shares},
    )
