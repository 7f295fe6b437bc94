"""One section of a document: sentences, figures with their numbers, tables, parts."""

from __future__ import annotations

from limen.report.page.html import clean, folded, prose, slug, tag
from limen.report.page.tables import figure_html, table_html
from limen.results import Section, Table

_NAME = 40  # letters; a longer beginning is no name
_DEEPEST = 6


def section_html(section: Section, *, panel: bool = False, level: int = 3) -> str:
    """What stands beneath the section's heading; headings of parts begin at `level`.

    `panel` sets the sentences of the section and of its parts off, as the answer of the page.
    """
    told = _sentences(section)
    if panel:
        own = [tag("div", told, class_="answer")] if told else []
        answers = [_answer(part, level) for part in section.parts]
        rest = map(_tables, section.parts)
        return tag("div", *own, *answers, class_="summary") + _tables(section) + "".join(rest)
    parts = [_part(part, level) for part in section.parts]
    return told + _tables(section) + "".join(parts)


def named(text: str) -> str:
    """Text as markup; a few words before a first colon are shown in bold."""
    name, colon, rest = text.partition(": ")
    if not colon or len(name) > _NAME or any(sign in name for sign in ".,;`"):
        return prose(text)
    return tag("strong", clean(name)) + f": {prose(rest)}"


def _sentences(section: Section) -> str:
    points = [tag("li", named(point)) for point in section.points]
    told = [tag("p", named(paragraph)) for paragraph in section.paragraphs]
    return "".join(told) + (tag("ul", *points) if points else "")


def _answer(part: Section, level: int) -> str:
    return tag("div", _head(part, level), _sentences(part), class_="answer")


def _part(part: Section, level: int) -> str:
    deeper = section_html(part, level=min(level + 1, _DEEPEST))
    return tag("div", _head(part, level), deeper, class_="part")


def _head(part: Section, level: int) -> str:
    return tag(f"h{level}", clean(part.title), id=slug(part.id))


def _tables(section: Section) -> str:
    shown = [figure_html(table, whole=True, noted=True) for table in section.tables]
    return "".join(shown) + "".join(map(_folded, section.folded))


def _folded(table: Table) -> str:
    inside = figure_html(table, whole=True, noted=True) if table.picture else ""
    inside = inside or table_html(table, titled=False, whole=True)
    return folded(clean(table.caption), inside, class_="numbers")
