"""Something that a check found."""

from __future__ import annotations

from dataclasses import dataclass

from limen.protocol.document.opening import Path


@dataclass(frozen=True)
class Finding:
    """What is wrong at a place of the document, and what to write instead."""

    path: Path
    message: str
    remedy: str = ""
    key: bool = False  # the place is that of the key, not of its value
