"""Results become one HTML page that needs nothing else: no request, no script."""

from __future__ import annotations

from importlib.resources import files

from limen.figures import style
from limen.report.page.html import Section, clean, tag
from limen.report.sections import (
    analyses,
    blinding,
    closing,
    controls,
    curve,
    estimands,
    opening,
    outcomes,
    participants,
    problems,
)
from limen.results import Results


def render(results: Results) -> str:
    """The report as a complete HTML document; everything from outside is escaped."""
    sections = _sections(results)
    main = [_section(section) for section in sections]
    body = [
        tag("a", "Skip to the report", href="#summary", class_="skip"),
        tag(
            "div",
            _contents(sections),
            tag("main", opening.banners(results), opening.heading(results), *main),
            class_="page",
        ),
    ]
    return f"<!DOCTYPE html>\n{tag('html', _head(results), tag('body', *body), lang='en')}\n"


def _sections(results: Results) -> list[Section]:
    found = [
        opening.summary(results),
        participants.flow(results),
        participants.characteristics(results),
        estimands.estimands(results),
        outcomes.outcomes(results),
        controls.controls(results),
        blinding.blinding(results),
        curve.curve(results),
        curve.counterexample(results),
        analyses.analyses(results),
        problems.problems(results),
        problems.findings(results),
        closing.methods(results),
        closing.references(results),
        closing.provenance(results),
    ]
    return [section for section in found if section is not None]


def _head(results: Results) -> str:
    source = results.provenance
    marks = ["SIMULATED"] * source.simulated + ["BLINDED"] * source.blinded
    title = " · ".join([*marks, source.study, "Limen"])
    sheet = files("limen.report").joinpath("page/style.css").read_text(encoding="utf-8")
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content=f"Limen {source.limen_version}".strip()),
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
