"""Notes and names that many tables share, said once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from limen.report.page.html import clean, folded, prose, spoken, tag
from limen.results import Cell, Result, Table

_SUMMARY = "Notes on the tables and figures of this section"
_OFTEN = 3  # a note beneath so many tables is told once above them


def shared_notes(found: Iterable[Result]) -> dict[str, str]:
    """The notes that stand beneath many tables of these results, each with a table's caption."""
    times: Counter[str] = Counter()
    captions: dict[str, str] = {}
    for result in found:
        for table in result.tables:
            times.update(table.notes)
            for note in table.notes:
                captions.setdefault(note, plain(table, result).caption)
    return {note: captions[note] for note, count in times.items() if count >= _OFTEN}


def notes_html(notes: dict[str, str]) -> str:
    """The shared notes, folded, those of one kind of table together."""
    by_caption: dict[str, list[str]] = {}
    for note, caption in notes.items():
        by_caption.setdefault(caption, []).append(note)
    items = [
        tag("li", tag("strong", clean(caption)), ". ", prose(" ".join(told)))
        for caption, told in by_caption.items()
    ]
    return folded(_SUMMARY, tag("ul", *items, class_="note"), class_="numbers") if items else ""


def plain(table: Table, result: Result, told: Collection[str] = ()) -> Table:
    """The table as it stands beneath a heading with the outcome's name.

    Without that name in its captions, without notes that were told, and with ids as words.
    """
    name = result.outcome_title or result.outcome
    picture = table.picture
    return replace(
        table,
        caption=_unnamed(table.caption, name),
        columns=tuple(replace(c, title=spoken(c.title)) for c in table.columns),
        rows=_rows(table),
        notes=tuple(spoken(note) for note in table.notes if note not in told),
        picture=picture and replace(picture, title=_unnamed(picture.title, name)),
    )


def _rows(table: Table) -> tuple[tuple[Cell, ...], ...]:
    if all(column.kind != "text" for column in table.columns):
        return table.rows
    return tuple(
        tuple(spoken(cell) if isinstance(cell, str) and "_" in cell else cell for cell in row)
        for row in table.rows
    )


def _unnamed(caption: str, name: str) -> str:
    if not name or not caption.startswith(f"{name}: "):
        return caption
    rest = caption.removeprefix(f"{name}: ")
    return rest[:1].upper() + rest[1:]
