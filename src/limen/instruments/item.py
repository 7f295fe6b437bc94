"""An item: a numbered slot for an answer. Its words are not here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Item:
    """A numbered slot for an answer: the whole numbers from `low` to `high`, or a continuum."""

    id: str
    low: float
    high: float
    continuous: bool = False
    options: tuple[float, ...] = ()  # the only values allowed, if not all whole numbers
    tag: str = ""  # a word of ours for an item that is treated apart, such as ``self_harm``
