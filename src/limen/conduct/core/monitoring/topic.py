"""What a page or a section of the report shows, before anyone draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.utils.formats import date_format

from limen.results import Column, Table
from limen.results.table import Cell, Kind, Picture


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """A table, one sentence that says what one sees, and how it is drawn.

    `drawn` is the same numbers arranged for the picture; None: the table's own picture, if it has.
    """

    said: str
    table: Table
    drawn: Table | None = None

    @property
    def picture(self) -> Table | None:
        """What is drawn; None where there is nothing to draw: nothing yet, or naught everywhere."""
        found = self.drawn or self.table
        if found.picture is None:
            return None
        there = any(found.values(found.picture.y or found.picture.x))
        return found if there else None


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One matter: sentences for all of it, then its exhibits."""

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()


def table(
    key: str,
    caption: str,
    columns: Sequence[tuple[str, str, str]],
    rows: list[tuple[Cell, ...]],
    *,
    picture: Picture | None = None,
    notes: tuple[str, ...] = (),
) -> Table:
    """Return a table whose columns are written as key, title, and a `Kind`."""
    return Table(
        key=key,
        caption=caption,
        columns=tuple(
            Column(key=name, title=title, kind=cast("Kind", kind)) for name, title, kind in columns
        ),
        rows=tuple(rows),
        notes=notes,
        picture=picture,
    )


def percent(value: float | None) -> str:
    """Return a share in words of a sentence: `84 %`."""
    return "–" if value is None else f"{100 * value:.0f} %"


def day(value: date) -> str:
    """Return a date in words: `26 November 2026`."""
    return date_format(value, "j F Y", use_l10n=False)
