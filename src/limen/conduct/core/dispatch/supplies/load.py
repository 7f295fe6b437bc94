"""A supply is taken in: its server part is checked whole, then stored whole."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Kit, KitSet, ProtocolVersion, SealedContent, Study, Supply
from limen.conduct.core.trail import Record, recording
from limen.conduct.core.trail.canonical import encode
from limen.errors import ConductError, Problem
from limen.supply.sealed import ServerPart, read_server_part


def load_supply(folder: Path, *, by: Actor, reason: str = "") -> Supply:
    """Store the server part in a folder: sets, kits and sealed contents. They never change.

    It must be of the protocol's version in force. A further supply needs a `reason`; its sets are
    handed out when those before are used up. `SupplyError` if the part is not sound,
    `ConductError` with everything else that is wrong with it. Nothing is stored then.
    """
    part = read_server_part(folder)
    with recording("supply.loaded", by=by) as record:
        problems = list(_problems(part, folder, reason))
        if problems:
            raise ConductError("The supply was not loaded.", problems)
        supply = record.add(_supply(record, part, reason))
        _store(record, supply, part)
        record.note("supply", supply.identifier)
        record.note("hash", supply.hash)
        record.note("sets", len(part.sets))
        record.note("kits", len(part.contents))
        return supply


def _problems(part: ServerPart, folder: Path, reason: str) -> Iterator[Problem]:
    study = Study.objects.select_related("version").get()
    if Supply.objects.filter(identifier=part.supply).exists():
        message = f"Supply {part.supply} was loaded before."
        yield Problem(message=message, remedy="It is there; nothing needs to be done.", file=folder)
        return
    if Supply.objects.exists() and not reason.strip():
        message = "There is a supply already, and this is another one."
        remedy = "If both are to be used, say why: --reason TEXT."
        yield Problem(message=message, remedy=remedy, file=folder)
    if part.protocol_id != study.identifier:
        message = f"It is of the study {part.protocol_id!r}; this is {study.identifier!r}."
        yield Problem(message=message, remedy="Load the supply of this study.", file=folder)
    elif part.protocol_hash != study.version.hash:
        message = f"It was made of {_version(part)}; {study.version} is in force."
        remedy = "Make the supply again of the version in force, or amend this server first."
        yield Problem(message=message, remedy=remedy, file=folder)
    numbers = [one.set for one in part.sets]
    if _taken(KitSet, numbers) or _taken(Kit, list(part.contents)):
        message = "It has numbers of a supply that is here already."
        yield Problem(message=message, remedy="Make it again: numbers are drawn anew.", file=folder)


def _version(part: ServerPart) -> str:
    there = ProtocolVersion.objects.filter(hash=part.protocol_hash).first()
    return str(there) if there else f"a version {part.protocol_version!r} that was never applied"


def _taken(model: type[Kit] | type[KitSet], numbers: list[str]) -> bool:
    there = set(model._default_manager.values_list("number", flat=True))
    return not there.isdisjoint(numbers)


def _supply(record: Record, part: ServerPart, reason: str) -> Supply:
    return Supply(
        identifier=part.supply,
        hash=part.hash,
        protocol_version=part.protocol_version,
        protocol_hash=part.protocol_hash,
        made_at=part.made_at,
        assigned_by=part.assigned_by,
        strata=encode({name: list(levels) for name, levels in part.strata.items()}),
        label=part.label,
        content_bytes=part.content_bytes,
        verify_key=part.verify_key.hex(),
        release_key=part.release_key.hex(),
        clinicians=encode({name: key.hex() for name, key in part.clinicians.items()}),
        reason=reason.strip(),
        loaded_at=record.at,
    )


def _store(record: Record, supply: Supply, part: ServerPart) -> None:
    """Store sets, kits and contents, in the order of their numbers, which says nothing."""
    sets = record.add_all(
        KitSet(
            supply=supply,
            number=one.set,
            stratum=encode(dict(one.stratum)),
            draw=one.draw,
            order=one.order,
        )
        for one in sorted(part.sets, key=lambda one: one.set)
    )
    set_of = {one.number: one for one in sets}
    packed = sorted(
        ((kit, one.set) for one in part.sets for kit in one.kits), key=lambda pair: pair[0].kit
    )
    kits = record.add_all(
        Kit(
            kit_set=set_of[number],
            number=one.kit,
            period=one.place.period,
            dose_level=one.place.dose_level,
            spare=one.place.spare,
        )
        for one, number in packed
    )
    record.add_all(_sealed(kit, part) for kit in kits)


def _sealed(kit: Kit, part: ServerPart) -> SealedContent:
    sealed = part.contents[kit.number]
    openers = {
        name: base64.b64encode(shares[kit.number]).decode("ascii")
        for name, shares in part.openers.items()
    }
    return SealedContent(
        kit=kit, content=sealed.content, share=sealed.share, openers=encode(openers)
    )
