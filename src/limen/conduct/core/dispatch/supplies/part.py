"""A server part made again out of rows: as much of it as somebody needs."""

from __future__ import annotations

from collections.abc import Mapping

from limen.conduct.core.models import Supply
from limen.supply.sealed import SealedKit, ServerPart


def part_of(supply: Supply, clinicians: Mapping[str, str], *kits: SealedKit) -> ServerPart:
    """Return a part that holds these kits and nobody else's; `clinicians` are keys by name."""
    return ServerPart(
        supply=supply.identifier,
        protocol_id="",
        protocol_version=supply.protocol_version,
        protocol_hash=supply.protocol_hash,
        made_at=supply.made_at,
        assigned_by=supply.assigned_by,  # type: ignore[arg-type]
        strata={},
        label=supply.label,
        returned=False,
        content_bytes=supply.content_bytes,
        verify_key=bytes.fromhex(supply.verify_key),
        release_key=bytes.fromhex(supply.release_key),
        clinicians={name: bytes.fromhex(key) for name, key in clinicians.items()},
        sets=(),
        contents={one.kit: one for one in kits},
        openers={},
        hash=supply.hash,
    )
