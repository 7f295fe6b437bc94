"""Notes and names that many tables share, said once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from limen.report.page.html import clean, prose, tag
from limen.results import Result, Table

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
    """The shared notes, those of one kind of table together."""
    by_caption: dict[str, list[str]] = {}
    for note, caption in notes.items():
        by_caption.setdefault(caption, []).append(note)
    items = [
        tag("li", tag("strong", clean(caption)), ". ", prose(" ".join(told)))
        for caption, told in by_caption.items()
    ]
    return tag("ul", *items, class_="note shared") if items else ""


def plain(table: Table, result: Result, told: Collection[str] = ()) -> Table:
    """The table without notes that were told, and without the outcome's name in its captions.

    For tables that stand beneath a heading with that name.
    """
    name = result.outcome_title or result.outcome
    picture = table.picture
    return replace(
        table,
        caption=_unnamed(table.caption, name),
        notes=tuple(note for note in table.notes if note not in told),
        picture=picture and replace(picture, title=_unnamed(picture.title, name)),
    )


def _unnamed(caption: str, name: str) -> str:
    if not name or not caption.startswith(f"{name}: "):
        return caption
    rest = caption.removeprefix(f"{name}: ")
    return rest[:1].upper() + rest[1:]
