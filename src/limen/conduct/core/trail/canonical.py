"""One way to write a value, so that its hash is the same on both databases and in twenty years.

A row's state leaves out what is empty (None, the empty text, no bytes): a column that a later
version of Limen adds is empty in old rows, and leaves their hashes as they are.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import models

GENESIS = "0" * 64  # what the first entry has as the hash before it


def encode(value: Any) -> str:
    """Return JSON with sorted keys, without spaces, without a word escaped."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def digest(value: Any) -> str:
    """Return SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return sha256(encode(value).encode("utf-8")).hexdigest()


def moment(value: datetime) -> str:
    """Return a moment as `2026-03-01T18:30:00.000000Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any) -> Any:
    """Return what a column holds as plain JSON."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return moment(value) if value.tzinfo is not None else value.isoformat()
        case date():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
        case bytes() | memoryview() | bytearray():
            return bytes(value).hex()
    raise TypeError(f"The record holds no {type(value).__name__}.")


@cache
def columns(model: type[models.Model]) -> tuple[str, ...]:
    """Return the columns whose values make up a row's state, by attribute."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def state_hash(model: type[models.Model], values: Sequence[Any]) -> str:
    """Return the hash of a row, given its values in the order of `columns`."""
    named = zip(columns(model), map(plain, values), strict=True)
    state = {name: value for name, value in named if value is not None and value != ""}
    return digest({"table": model._meta.label_lower, "row": state})


def entry_hash(
    *,
    number: int,
    at: datetime | None,
    by: str,
    event: str,
    participant: uuid.UUID | None,
    protocol: str,
    payload: str,
    previous_hash: str,
) -> str:
    """Return the hash of an audit entry: over all it says, and the hash of the one before."""
    return digest(
        {
            "number": number,
            "at": plain(at),
            "by": by,
            "event": event,
            "participant": str(participant) if participant else "",
            "protocol": protocol,
            "payload": payload,
            "previous": previous_hash,
        }
    )
