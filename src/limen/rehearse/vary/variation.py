"""A field and the values it takes, as people write them: `population.planned=40,80,160`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from limen.errors import RehearsalError
from limen.protocol.canonical import encode
from limen.protocol.reading.tree import read_tree

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_SPAN = re.compile(rf"({_NUMBER})\.\.({_NUMBER}):(\d+)")
_HOW = (
    "Write FIELD=VALUE,VALUE such as population.planned=40,80,160, or FIELD=FIRST..LAST:COUNT "
    "such as scenario.every_outcome.belief=0..0.6:4."
)


@dataclass(frozen=True)
class Span:
    """Evenly spaced numbers: `count` of them from `first` to `last`, both included."""

    first: float
    last: float
    count: int

    def values(self) -> tuple[float, ...]:
        """The numbers; whole ones as `int`, others to 12 digits, so that 0.3 is 0.3 and 0 is 0."""
        first, last = Fraction(repr(self.first)), Fraction(repr(self.last))
        step = (last - first) / (self.count - 1)
        return tuple(_plain(float(first + k * step)) for k in range(self.count))


@dataclass(frozen=True, kw_only=True)
class Variation:
    """A field, and values or spans of values that it takes one after the other."""

    path: str
    pieces: tuple[Any, ...]

    @property
    def count(self) -> int:
        """How many values there are, without making them."""
        return sum(one.count if isinstance(one, Span) else 1 for one in self.pieces)

    def values(self) -> tuple[Any, ...]:
        """All values; `RehearsalError` if one is there twice."""
        found: list[Any] = []
        for one in self.pieces:
            found += one.values() if isinstance(one, Span) else [one]
        written = [encode(value) for value in found]
        for number, text in enumerate(written):
            if text in written[:number]:
                raise RehearsalError(f"{self.path} takes {text} twice. Keep one of them.")
        return tuple(found)


def parse_variation(text: str) -> Variation:
    """Return what `FIELD=VALUES` says; `RehearsalError` if it says nothing.

    Values are separated by commas and written as in a document: numbers, words, true and false,
    `[lists]`. One of them may be a span, `FIRST..LAST:COUNT`.
    """
    path, sign, values = (part.strip() for part in text.partition("="))
    if not sign or not path or not values:
        raise RehearsalError(f"'{text}' is not a field with values. {_HOW}")
    return Variation(path=path, pieces=tuple(_piece(path, one) for one in _separated(values)))


def shown(value: Any) -> str:
    """A value in a few characters, as it would be written in a document."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return f"{value:.12g}"
    return encode(value)


def _separated(text: str) -> list[str]:
    """The text between commas that stand outside of brackets and quotes."""
    found, depth, quote = [""], 0, ""
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        else:
            depth += (letter in "[{") - (letter in "]}")
            if letter == "," and depth == 0:
                found.append("")
                continue
        found[-1] += letter
    return [one.strip() for one in found]


def _piece(path: str, text: str) -> Any:
    if not text:
        raise RehearsalError(f"{path} has an empty value between two commas. {_HOW}")
    if ".." in text:
        return _span(path, text)
    tree = read_tree(text)
    if tree.problems:
        raise RehearsalError(f"{path}: '{text}' is no value. {tree.problems[0].message} {_HOW}")
    return tree.data


def _span(path: str, text: str) -> Span:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise RehearsalError(f"{path}: '{text}' is not FIRST..LAST:COUNT, such as 0..2:5.")
    span = Span(float(match[1]), float(match[2]), int(match[3]))
    if span.count < 2 or span.first == span.last:
        raise RehearsalError(f"{path}: '{text}' needs two different ends and a count of 2 or more.")
    return span


def _plain(number: float) -> float:
    rounded = float(f"{number:.12g}")
    return int(rounded) if rounded.is_integer() else rounded
