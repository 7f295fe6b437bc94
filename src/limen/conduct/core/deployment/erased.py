"""Lists of erased participants: a code a line, kept beside the keys and beside the backups."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def codes_in(file: Path) -> frozenset[str]:
    """Return the codes in a list; none if there is no such file."""
    if not file.exists():
        return frozenset()
    return frozenset(file.read_text(encoding="utf-8").split())


def add_codes(file: Path, codes: Iterable[str]) -> None:
    """Add codes to a list; on the disk before this returns."""
    new = sorted(set(codes) - codes_in(file))
    if not new:
        return
    # An editor may have left the last line without its end.
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    start = "\n" if text and not text.endswith("\n") else ""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, (start + "".join(f"{code}\n" for code in new)).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
