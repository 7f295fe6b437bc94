"""The clinicians that a supply's contents can be opened by, those who came later included."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.supplies.part import part_of
from limen.conduct.core.models import Kit, LaterOpener, SealedContent, Supply
from limen.conduct.core.trail import recording
from limen.conduct.core.trail.canonical import encode
from limen.errors import ConductError, Problem
from limen.supply.sealed import SealedKit
from limen.supply.sealed.files import read_json
from limen.supply.sealed.opener import FORMAT, MARKER, read_opener


def clinicians_of(supply: Supply) -> dict[str, str]:
    """Return the public keys (hexadecimal) of a supply's clinicians, by name."""
    found: dict[str, str] = json.loads(supply.clinicians)
    later = LaterOpener.objects.filter(supply=supply).values_list("name", "public_key")
    return {**found, **dict(later)}


def own_share(kit: Kit, name: str) -> str:
    """Return a clinician's half of a kit's key, sealed to them, as base64."""
    shares: dict[str, str] = json.loads(kit.sealed.openers)
    if name in shares:
        return shares[name]
    row = LaterOpener.objects.get(supply=kit.kit_set.supply_id, name=name)
    later: dict[str, str] = json.loads(row.shares)
    return later[kit.number]


def add_opener(file: Path, *, by: Actor) -> LaterOpener:
    """Store what `limen supply authorise` wrote: a clinician who came after the supply was made.

    `SupplyError` if the file is not sound, `ConductError` if the supply is not here, or has the
    person already. Whether they may open anything is another list: `grant_opening`.
    """
    supply = _supply(file)
    rows = SealedContent.objects.filter(kit__kit_set__supply=supply).select_related("kit")
    kits = (
        SealedKit(kit=row.kit.number, content=bytes(row.content), share=bytes(row.share))
        for row in rows
    )
    opener = read_opener(file, part_of(supply, clinicians_of(supply), *kits))
    with recording("opener.added", by=by) as record:
        if opener.name in clinicians_of(supply):
            raise ConductError(f"Supply {supply} has a clinician {opener.name!r} already.")
        record.note("supply", supply.identifier)
        record.note("name", opener.name)
        record.note("granted_by", opener.granted_by)
        shares = {
            kit: base64.b64encode(share).decode("ascii") for kit, share in opener.shares.items()
        }
        return record.add(
            LaterOpener(
                supply=supply,
                name=opener.name,
                public_key=opener.public.hex(),
                granted_by=opener.granted_by,
                shares=encode(shares),
                added_at=record.at,
            )
        )


def _supply(file: Path) -> Supply:
    identifier = str(read_json(file, marker=MARKER, version=FORMAT).get("supply", ""))
    found = Supply.objects.filter(identifier=identifier).first()
    if found is None:
        problem = Problem(message=f"Supply {identifier!r} was not loaded here.", file=file)
        raise ConductError("The clinician was not added.", [problem])
    return found
