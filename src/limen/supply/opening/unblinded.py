"""Reading the unblinded part: sealed sets, which open for both key holders together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from limen.errors import SupplyError
from limen.supply.keys import PublicPart
from limen.supply.sealed.check import MARKER
from limen.supply.sealed.files import decoded, read_json, read_lines, refused
from limen.supply.sealed.part import FORMAT, MANIFEST, SETS
from limen.supply.writing import LIST, UNBLINDED


@dataclass(frozen=True)
class ForBoth:
    """A content and a share for each key holder, in their order."""

    content: bytes
    shares: tuple[bytes, bytes]


@dataclass(frozen=True, kw_only=True, eq=False)
class UnblindedPart:
    """The unblinded part, still sealed; `folder` holds the log of openings too."""

    folder: Path
    supply: str
    protocol_id: str
    protocol_hash: str
    verify_key: bytes
    server_manifest: str
    holders: tuple[PublicPart, PublicPart]
    sets: Mapping[str, ForBoth]
    listed: ForBoth


def read_unblinded_part(folder: Path | str) -> UnblindedPart:
    """Return the unblinded part in a folder; `SupplyError` if anything is missing or changed."""
    place = Path(folder)
    file = place / MANIFEST
    manifest = read_json(file, marker=MARKER, version=FORMAT)
    if manifest.get("part") != UNBLINDED:
        raise refused(file, "is not the unblinded part.", "Name the folder `unblinded`.")
    try:
        return _parsed(place, manifest)
    except (KeyError, TypeError, ValueError) as error:
        raise refused(file, f"or a file beside it lacks or garbles something: {error}.") from None


def _parsed(folder: Path, manifest: Mapping[str, Any]) -> UnblindedPart:
    files = manifest["files"]
    (listed,) = read_lines(folder / LIST, files[LIST])
    one, two = (
        PublicPart(name=row["name"], kind="holder", public=bytes.fromhex(row["public"]))
        for row in manifest["holders"]
    )
    return UnblindedPart(
        folder=folder,
        supply=manifest["supply"],
        protocol_id=manifest["protocol"]["id"],
        protocol_hash=manifest["protocol"]["hash"],
        verify_key=bytes.fromhex(manifest["verify_key"]),
        server_manifest=manifest["server_manifest"],
        holders=(one, two),
        sets={row["set"]: _for_both(row) for row in read_lines(folder / SETS, files[SETS])},
        listed=_for_both(listed),
    )


def _for_both(row: Mapping[str, Any]) -> ForBoth:
    one, two = row["shares"]
    return ForBoth(decoded(row["content"]), (decoded(one), decoded(two)))


def refuse_foreign(part: UnblindedPart, *, supply: str, server_manifest: str) -> None:
    """Raise `SupplyError` unless a server part is the one that was made with this part."""
    if part.supply != supply or part.server_manifest != server_manifest:
        raise SupplyError(
            f"The server part (supply {supply}) was not made together with this unblinded part "
            f"(supply {part.supply}), or it was changed. Use the two that `create` made at once."
        )
