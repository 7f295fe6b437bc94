"""The works that a page rests on: a list with links, and the BibTeX folded beneath."""

from __future__ import annotations

from collections.abc import Iterable

from limen.report.bibliography import Entry, entries
from limen.report.page.html import clean, folded, tag


def works_html(sources: Iterable[str]) -> str:
    """Every work of these BibTeX texts once, in order; empty when there is none."""
    found = entries(sources)
    if not found:
        return ""
    items = [tag("li", _citation(entry)) for entry in found]
    source = tag("pre", clean("\n\n".join(entry.source for entry in found)))
    return tag("ol", *items, class_="references") + folded("BibTeX", source)


def _citation(entry: Entry) -> str:
    if not entry.doi:
        return clean(str(entry))
    link = tag("a", clean(f"doi:{entry.doi}"), href=f"https://doi.org/{entry.doi}")
    return f"{clean(str(entry))} {link}"
