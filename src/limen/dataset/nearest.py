"""What somebody probably meant: the nearest known name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known name, or lists the names if few, or is empty."""
    names = list(known)
    lower = {each.lower(): each for each in names}
    close = get_close_matches(name.lower(), lower, n=1, cutoff=0.6)
    close = close or [each for each in lower if name and each.startswith(f"{name.lower()}_")]
    if close:
        return f"Did you mean {lower[close[0]]!r}?"
    return f"Known: {', '.join(names)}." if 0 < len(names) <= 16 else ""
