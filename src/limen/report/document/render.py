"""A document becomes one HTML page that needs nothing else: no request, no script."""

from __future__ import annotations

from limen.report.document.section import section_html
from limen.report.page.html import Section, clean, definitions, tag
from limen.report.page.shell import whole_page
from limen.report.page.works import works_html
from limen.results import Document

_ANSWER = "summary"  # the section whose sentences are set off


def render_document(document: Document) -> str:
    """The document as a complete HTML page; every word of it is escaped.

    The sentences of a section with the id ``summary`` are set off as the answer of the page.
    A banner shows what stands before its first colon in bold, and the same word begins the
    page's title, so that nobody takes a simulated page for a real one in a row of tabs.
    """
    sections = [
        Section(s.id, s.title, section_html(s, panel=s.id == _ANSWER), s.short)
        for s in document.sections
    ]
    works = works_html(document.references)
    if works:
        sections.append(Section("references", "References", works))
    if document.facts:
        facts = definitions(list(document.facts), "facts provenance")
        sections.append(Section("provenance", "Where these numbers come from", facts, "Provenance"))
    marks = [banner.partition(":")[0] for banner in document.banners if ":" in banner]
    return whole_page(
        sections,
        title=" · ".join(filter(None, [*marks, document.title, document.subtitle, "Limen"])),
        opening="".join(map(_banner, document.banners)) + _heading(document),
    )


def _banner(told: str) -> str:
    word, colon, rest = told.partition(":")
    lead = tag("strong", clean(word)) + clean(rest) if colon else clean(told)
    return tag("div", lead, class_="banner", role="note")


def _heading(document: Document) -> str:
    kicker = tag("p", clean(document.subtitle), class_="kicker") if document.subtitle else ""
    return tag("header", kicker, tag("h1", clean(document.title)), class_="title")
