"""SVG as text: elements, escaping, and how wide a word is without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

NAMESPACE = "http://www.w3.org/2000/svg"
TEXT = 13.0  # pixels, at the width that a figure was drawn for
SMALL = 12.0

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NARROW, _WIDE = frozenset("iljtfrI.,:;|!'()[]{} \N{NO-BREAK SPACE}"), frozenset("mwMW@%—")


@lru_cache(maxsize=4096)  # most words of a report are said often: names of classes, of arms
def clean(words: str) -> str:
    """Text that is safe between tags and in quoted attributes, in XML as in HTML."""
    return escape(_FORBIDDEN.sub("\ufffd", words), quote=True)


def digits(value: float) -> str:
    """A coordinate: one decimal at most, as no eye sees a twentieth of a pixel."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def element(tag: str, *children: str, **attributes: str | float | None) -> str:
    """One element; `class_` becomes ``class``, ``_`` becomes ``-``; children are markup already."""
    pairs = "".join(
        f' {name.rstrip("_").replace("_", "-")}="'
        f'{clean(value) if isinstance(value, str) else digits(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{pairs}>{''.join(children)}</{tag}>" if children else f"<{tag}{pairs}/>"


def text(x: float, y: float, words: str, class_: str = "", anchor: str = "start") -> str:
    """One line of text whose baseline is at y; anchor is start, middle or end."""
    place = None if anchor == "start" else anchor
    return element("text", clean(words), x=x, y=y, class_=class_ or None, text_anchor=place)


def strokes(lines: Iterable[tuple[float, float, float, float]], class_: str) -> str:
    """Straight lines (x1, y1, x2, y2) of one kind as one path."""
    path = "".join(
        f"M{digits(x1)},{digits(y1)}"
        + (
            f"V{digits(y2)}"
            if x1 == x2
            else f"H{digits(x2)}"
            if y1 == y2
            else f"L{x2:.1f},{y2:.1f}"
        )
        for x1, y1, x2, y2 in lines
    )
    return element("path", d=path, class_=class_) if path else ""


def tooltip(words: str) -> str:
    """What the browser shows when the pointer rests on a mark."""
    return element("title", clean(words))


def width_of(words: str, size: float = TEXT) -> float:
    """About how many pixels a line takes in a sans-serif face; errs on the wide side."""
    return size * _ems(words)


def wrap(words: str, width: float, size: float = TEXT) -> list[str]:
    """The lines that fit into the width; a word that is too long is cut."""
    lines: list[str] = []
    for word in words.split() or [""]:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.extend(_cut(word, width, size))
    return lines


def _cut(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@lru_cache(maxsize=4096)
def _ems(words: str) -> float:
    return sum(map(_em, words))


def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.9
    if ord(letter) >= 0x2E80:
        return 1.0
    return 0.7 if letter.isupper() else 0.57
