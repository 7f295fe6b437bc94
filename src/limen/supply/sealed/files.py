"""Files of a supply: JSON and JSON lines that say by SHA-256 whether they are whole."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from limen.errors import Problem, SupplyError

UNCHANGED = "Use an unchanged copy of the whole folder."


def encoded(content: bytes) -> str:
    """Return bytes as base64 text."""
    return base64.b64encode(content).decode("ascii")


def decoded(text: object) -> bytes:
    """Return the bytes of a base64 text; `ValueError` if it is none."""
    if not isinstance(text, str):
        raise ValueError("is not base64 text")
    return base64.b64decode(text, validate=True)


def canonical(content: object) -> bytes:
    """Return JSON with sorted keys and no spaces, as UTF-8: the same bytes for the same content."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def json_bytes(content: Mapping[str, object]) -> bytes:
    """Return a JSON file that people can read."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def lines_bytes(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return a file of one JSON object a line."""
    return b"".join(canonical(row) + b"\n" for row in rows)


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return sha256(content).hexdigest()


def refused(file: Path, message: str, remedy: str = UNCHANGED) -> SupplyError:
    """Return the error for a file that cannot be used."""
    problem = Problem(file=file, message=message, remedy=remedy)
    return SupplyError("The supply cannot be read.", [problem])


def read_bytes(file: Path) -> bytes:
    """Return a file's content, or raise `SupplyError` with the place."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise refused(file, "is not there.", f"Check its name. {UNCHANGED}") from None
    except OSError as error:
        raise refused(file, f"cannot be read: {error.strerror}.") from None


def read_json(file: Path, *, marker: str, version: int) -> dict[str, Any]:
    """Return a JSON object that Limen wrote: `marker` is the key that holds its version."""
    try:
        found = json.loads(read_bytes(file))
    except ValueError:
        raise refused(file, "is no JSON: it was cut off or changed.") from None
    if not isinstance(found, dict) or marker not in found:
        raise refused(file, f"is not what Limen writes there: it has no '{marker}'.")
    if found[marker] != version:
        raise refused(
            file, f"has format {found[marker]!r}; this Limen reads {version}.", "Update Limen."
        )
    return found


def read_lines(file: Path, sha256_hex: str) -> list[dict[str, Any]]:
    """Return the objects of a JSON-lines file whose SHA-256 is known, or raise `SupplyError`."""
    content = read_bytes(file)
    if digest(content) != sha256_hex:
        raise refused(file, f"was cut off or changed: {MISMATCH}")
    try:
        rows = [json.loads(line) for line in content.splitlines()]
    except ValueError:
        raise refused(file, "holds a line that is no JSON.") from None
    if not all(isinstance(row, dict) for row in rows):
        raise refused(file, "holds a line that is no JSON object.")
    return rows


MISMATCH = "its SHA-256 is not the one in supply.json."
