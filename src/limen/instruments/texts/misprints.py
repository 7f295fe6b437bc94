"""Misprints of single instruments that are wide-spread enough to look for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from limen.instruments.texts.text import Text


def misprints(text: Text) -> list[str]:
    """Return a sentence for each known misprint that these words seem to have."""
    check = _CHECKS.get(text.instrument)
    return list(check(text)) if check else []


def _gad7(text: Text) -> Iterator[str]:
    """Some copies say in the lowest label that one is not sure; the scale does not (Zorowitz 2021).

    Only the word is looked for, since the label itself is not ours to hold.
    """
    if not text.language.startswith("en"):
        return
    slots = [
        id
        for id, words in text.items.items()
        if re.search(r"\bsure\b", words.labels.get("0", ""), re.IGNORECASE)
    ]
    if slots:
        yield (
            f"The label of 0 holds the word 'sure' (slots {', '.join(slots)}): a wide-spread "
            "misprint of the GAD-7. Compare it with the owner's form before people read it."
        )


_CHECKS: Mapping[str, Callable[[Text], Iterator[str]]] = {"gad7": _gad7}
