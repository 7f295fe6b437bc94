"""The page around the sections: head with the style sheet, skip link, contents, main part."""

from __future__ import annotations

from importlib.resources import files

from limen.figures import style
from limen.report.page.html import Section, clean, tag


def whole_page(
    sections: list[Section], *, title: str, opening: str, written_by: str = "Limen"
) -> str:
    """A complete HTML document; `opening` is the markup above the first section."""
    main = tag("main", opening, *map(_section, sections))
    first = sections[0].id if sections else ""
    body = [
        tag("a", "Skip to the report", href=f"#{first}", class_="skip"),
        tag("div", _contents(sections), main, class_="page"),
    ]
    head = _head(title, written_by)
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', *body), lang='en')}\n"


def _head(title: str, written_by: str) -> str:
    sheet = files("limen.report").joinpath("page/style.css").read_text(encoding="utf-8")
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content=written_by),
        tag("title", clean(title)),
        tag("style", sheet + style()),
    )


def _contents(sections: list[Section]) -> str:
    items = [
        tag("li", tag("a", clean(section.short or section.title), href=f"#{section.id}"))
        for section in sections
    ]
    return tag("nav", tag("h2", "Contents"), tag("ol", *items), aria_label="Contents")


def _section(section: Section) -> str:
    heading = tag("h2", clean(section.title), id=f"{section.id}-title")
    return tag(
        "section", heading, section.body, id=section.id, aria_labelledby=f"{section.id}-title"
    )
