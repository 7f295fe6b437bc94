"""A section of the day: lines with links, cut where they are too many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that waits: what, where it is done, and what else to know. `tone` as of tags."""

    title: Any
    address: str
    said: Any = ""
    tags: tuple[tuple[Any, str], ...] = ()  # words and tone


@dataclass(frozen=True, kw_only=True)
class Section:
    """Lines of one kind; `more` are left out, and `address` shows all of them."""

    name: str
    title: Any
    lines: tuple[Line, ...]
    more: int = 0
    address: str = ""


def section(
    name: str, title: Any, lines: Iterable[Line], *, count: int, address: str = ""
) -> Section:
    """Return a section of at most `SHOWN` of `count` lines; `lines` may be lazy."""
    shown = tuple(islice(lines, SHOWN))
    return Section(
        name=name, title=title, lines=shown, more=max(0, count - len(shown)), address=address
    )
