"""Whether two names are written alike enough to ask which was meant. Pure logic."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

LONG: Final = 7  # letters: of shorter names too many others are this near
ENOUGH: Final = 0.83  # two letters lost of seven; `duloxetine` is no `fluoxetine` (0.80)


def alike(said: str, name: str) -> bool:
    """Whether a long name is nearly what was said: letters in common, in order, of all letters."""
    if said == name or min(len(said), len(name)) < LONG - 2 or len(name) < LONG:
        return False
    compared = SequenceMatcher(None, said, name, autojunk=False)
    return compared.quick_ratio() >= ENOUGH and compared.ratio() >= ENOUGH
