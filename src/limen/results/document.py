"""A document: sections of sentences and tables, before anyone draws it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from limen.results.table import Table


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part under a heading: paragraphs, points, tables (with their pictures), then `parts`.

    `folded` tables stand behind a line that opens on demand; `parts` have headings of their own.
    A text that begins with a few words and a colon shows them in bold.
    """

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    folded: tuple[Table, ...] = ()
    short: str = ""  # stands in the contents; left out: the title
    parts: tuple[Section, ...] = ()

    def all_tables(self) -> Iterator[Table]:
        """The tables of the section and of its parts, in order."""
        yield from self.tables
        yield from self.folded
        for part in self.parts:
            yield from part.all_tables()


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a page says, in order; `facts` are where it comes from (seed, hashes, versions)."""

    title: str
    subtitle: str = ""
    banners: tuple[str, ...] = ()  # what nobody may overlook: SIMULATED, ...
    sections: tuple[Section, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    references: tuple[str, ...] = ()  # BibTeX entries

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in order."""
        return tuple(table for section in self.sections for table in section.all_tables())
