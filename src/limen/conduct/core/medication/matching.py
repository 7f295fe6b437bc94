"""Which of the protocol's medications a name means. Pure logic.

Case, accents, hyphens and spaces do not count: a listed name matches if some run of whole words of
the entry, written together, is the listed name written together. So `Lithium carbonate 300 mg`
matches `lithium`, `St. John's wort` matches `St Johns Wort`, and `lithiumless` matches nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from limen.conduct.core.medication.alike import alike
from limen.protocol import listed
from limen.protocol.document.oversight.medications import Medication

SHORTEST_NEAR = 5  # letters: of shorter names too many words are one letter apart
_MOST_WORDS = 60
_APOSTROPHES = re.compile(r"['\u2019\u02bc`\u00b4]")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Flags:
    """Ids of rules that a name matches, and of those it nearly does, each with the name meant."""

    sure: tuple[str, ...] = ()
    perhaps: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.sure or self.perhaps)


def flags(entry: str, medications: Iterable[Medication]) -> Flags:
    """Return what an entry means, in the protocol's order; a rule is matched surely or perhaps."""
    runs = frozenset(_runs(words_of(entry)))
    sure, perhaps = [], []
    for one in medications:
        names = {str(name): "".join(words_of(str(name))) for name in listed(one.names)}
        if runs & (set(names.values()) - {""}):
            sure.append(str(one.id))
        elif (meant := _nearly(runs, names)) is not None:
            perhaps.append((str(one.id), meant))
    return Flags(tuple(sure), tuple(perhaps))


def words_of(text: str) -> list[str]:
    """Return the words of a name without case, accents, apostrophes or signs between them."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _WORDS.findall(bare)[:_MOST_WORDS]


def one_apart(first: str, second: str) -> bool:
    """Whether one letter more, less or other, or two neighbours swapped, make one the other."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    short, long = sorted((first, second), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), None)
    if start is None:
        return True  # the longer one has a letter more at its end
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    rest = short[start + 2 :] == long[start + 2 :]
    return short[start + 1 :] == long[start + 1 :] or (swapped and rest)


def _nearly(runs: frozenset[str], names: dict[str, str]) -> str | None:
    for said, joined in names.items():
        near = len(joined) >= SHORTEST_NEAR and any(one_apart(run, joined) for run in runs)
        if near or any(alike(run, joined) for run in runs):
            return said
    return None


def _runs(words: list[str]) -> Iterator[str]:
    """Yield every run of whole words, written together."""
    for first in range(len(words)):
        for last in range(first, min(first + 6, len(words))):
            yield "".join(words[first : last + 1])
