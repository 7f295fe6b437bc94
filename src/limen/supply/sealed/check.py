"""Reading the server's part: everything is checked that can be checked without opening."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast, get_args

from limen.errors import Problem, SupplyError
from limen.supply.sealed.files import decoded, digest, read_bytes, read_json, read_lines, refused
from limen.supply.sealed.numbers import KIT_DIGITS, SET_DIGITS, is_number
from limen.supply.sealed.part import (
    CONTENTS,
    FORMAT,
    MANIFEST,
    OPENERS,
    SETS,
    SHARE_BYTES,
    AssignedBy,
    KitSet,
    PackedKit,
    Place,
    SealedKit,
    ServerPart,
)

MARKER = "limen_supply"


def read_server_part(folder: Path | str) -> ServerPart:
    """Return the server's part in a folder.

    Raises `SupplyError` with what is wrong: a file that is missing, cut off or changed, a number
    whose check digit is wrong or that occurs twice, a content of another length, a gap in an order.
    """
    place = Path(folder)
    file = place / MANIFEST
    manifest = read_json(file, marker=MARKER, version=FORMAT)
    if manifest.get("part") != "server":
        raise refused(file, "is not the server's part.", "Name the folder `server` of the supply.")
    try:
        part = _parsed(place, manifest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refused(file, f"or a file beside it lacks or garbles something: {error}.") from None
    problems = list(_problems(part, place, manifest))
    if problems:
        raise SupplyError("The server's part of the supply is not sound.", problems)
    return part


def _parsed(folder: Path, manifest: Mapping[str, Any]) -> ServerPart:
    files, protocol = manifest["files"], manifest["protocol"]
    clinicians = {one["name"]: bytes.fromhex(one["public"]) for one in manifest["clinicians"]}
    openers = {name: read_lines(folder / opener(name), files[opener(name)]) for name in clinicians}
    return ServerPart(
        supply=_text(manifest["supply"]),
        protocol_id=_text(protocol["id"]),
        protocol_version=_text(protocol["version"]),
        protocol_hash=_text(protocol["hash"]),
        made_at=_text(manifest["made_at"]),
        assigned_by=_assigned_by(manifest["assigned_by"]),
        strata={one["id"]: tuple(one["levels"]) for one in manifest["strata"]},
        label=_text(manifest["label"]),
        returned=bool(manifest["returned"]),
        content_bytes=_whole(manifest["content_bytes"]),
        verify_key=bytes.fromhex(manifest["verify_key"]),
        release_key=bytes.fromhex(manifest["release_key"]),
        clinicians=clinicians,
        sets=tuple(_set(row) for row in read_lines(folder / SETS, files[SETS])),
        contents={
            _text(row["kit"]): SealedKit(
                kit=row["kit"], content=decoded(row["content"]), share=decoded(row["share"])
            )
            for row in read_lines(folder / CONTENTS, files[CONTENTS])
        },
        openers={
            name: {row["kit"]: decoded(row["share"]) for row in rows}
            for name, rows in openers.items()
        },
        hash=digest(read_bytes(folder / MANIFEST)),
    )


def opener(name: str) -> str:
    """Return the file of one clinician's shares."""
    return f"{OPENERS}/{name}.jsonl"


def _set(row: Mapping[str, Any]) -> KitSet:
    kits = tuple(
        PackedKit(
            kit=_text(one["kit"]),
            place=Place(
                period=_whole(one["period"]),
                dose_level=_text(one["dose_level"]),
                spare=bool(one["spare"]),
            ),
        )
        for one in row["kits"]
    )
    return KitSet(
        set=_text(row["set"]),
        stratum={_text(name): _text(level) for name, level in row["stratum"].items()},
        order=_whole(row["order"]),
        draw=None if row["draw"] is None else _whole(row["draw"]),
        kits=kits,
    )


def _assigned_by(value: object) -> AssignedBy:
    for known in get_args(AssignedBy):
        if value == known:
            return cast("AssignedBy", known)
    raise ValueError(f"sets are assigned by {value!r}, which this Limen does not know")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{value!r} is no whole number")
    return value


def _problems(part: ServerPart, folder: Path, manifest: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _number_problems(part, folder)
    yield from _set_problems(part, folder)
    yield from _seal_problems(part, folder)
    counts = {"sets": len(part.sets), "kits": len(part.contents)}
    for name, count in counts.items():
        if manifest.get(name) != count:
            message = f"promises {manifest.get(name)} {name}; there are {count}."
            yield Problem(file=folder / MANIFEST, message=message)


def _number_problems(part: ServerPart, folder: Path) -> Iterator[Problem]:
    file = folder / SETS
    kits = [packed.kit for one in part.sets for packed in one.kits]
    for numbers, digits in (([one.set for one in part.sets], SET_DIGITS), (kits, KIT_DIGITS)):
        for number in numbers:
            if not is_number(number, digits):
                message = f"{number!r} is no number of {digits} digits with a right check digit."
                yield Problem(file=file, message=message)
        if len(set(numbers)) < len(numbers):
            yield Problem(file=file, message="holds a number twice.")
    if set(kits) != set(part.contents):
        message = "does not hold exactly the kits of the sets."
        yield Problem(file=folder / CONTENTS, message=message)


def _set_problems(part: ServerPart, folder: Path) -> Iterator[Problem]:
    file = folder / SETS
    places = {tuple(sorted(packed.place for packed in one.kits)) for one in part.sets}
    if len(places) > 1:
        message = "holds sets with different places: that might tell their arms."
        yield Problem(file=file, message=message)
    for within, sets in part.queues.items():
        if [one.order for one in sets] != list(range(1, len(sets) + 1)):
            where = ", ".join(f"{name} {level}" for name, level in within) or "the only stratum"
            yield Problem(file=file, message=f"has a gap in the order of {where}.")
    for one in part.sets:
        if part.assigned_by == "draw":
            continue
        levels = {name: one.stratum.get(name) for name in part.strata}
        if set(one.stratum) != set(part.strata) or any(
            level not in part.strata[name] for name, level in levels.items()
        ):
            yield Problem(file=file, message=f"set {one.set} is in a stratum that does not exist.")


def _seal_problems(part: ServerPart, folder: Path) -> Iterator[Problem]:
    for kit, sealed in part.contents.items():
        if len(sealed.content) != part.content_bytes or len(sealed.share) != SHARE_BYTES:
            message = f"kit {kit}: what is sealed does not have the one length of all."
            yield Problem(file=folder / CONTENTS, message=message)
    for name, shares in part.openers.items():
        lengths = {len(share) for share in shares.values()}
        if set(shares) != set(part.contents) or lengths - {SHARE_BYTES}:
            message = "does not hold one share for each kit."
            yield Problem(file=folder / opener(name), message=message)
    for what, key in (("verify_key", part.verify_key), ("release_key", part.release_key)):
        if len(key) != 32:
            yield Problem(file=folder / MANIFEST, path=what, message="is no key of 32 bytes.")
    for name, key in part.clinicians.items():
        if len(key) != 32:
            yield Problem(file=folder / MANIFEST, path=name, message="has no key of 32 bytes.")
