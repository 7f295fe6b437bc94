"""Small turns of phrase that every part of the summary shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Told:
    """A sentence, and the sentences that belong beneath it."""

    lead: str
    sentences: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Everything in one line."""
        return " ".join((self.lead, *self.sentences))


def listing(names: Sequence[str], most: int = 10) -> str:
    """``Mood, Energy and Focus``, each name once; beyond `most` only how many more."""
    kept = list(dict.fromkeys(names))
    if len(kept) > most:
        return ", ".join(kept[:most]) + f" and {len(kept) - most} more"
    return " and ".join(filter(None, [", ".join(kept[:-1]), *kept[-1:]]))


def numeral(n: int) -> str:
    """Small numbers as words."""
    return _NUMERALS[n] if n < len(_NUMERALS) else str(n)


def full_stop(text: str) -> str:
    """The text as a sentence that ends."""
    text = text.strip()
    return text if not text or text[-1] in ".?!" else f"{text}."


def first_sentence(text: str) -> str:
    """The text up to its first full stop that is followed by a space."""
    head, stop, _ = text.strip().partition(". ")
    return full_stop(head) if stop else full_stop(text)
