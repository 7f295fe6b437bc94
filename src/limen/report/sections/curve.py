"""How the effect would change with the correct-guess rate, always beside the controls."""

from __future__ import annotations

from limen.report.comparisons import CURVE, DIRECT, control_of, unusable
from limen.report.page.html import Section, clean, listed, paragraph, tag
from limen.report.page.tables import estimates_table, figure_html, table_html
from limen.report.sections.controls import reminder
from limen.report.sections.detail import detail, status_chip
from limen.results import Result, Results, Table

_READ = (
    "The curve reweights people by arm and guess until a given share of guesses is correct. At 0.5 "
    "the arms need not guess alike, so the rate at which they do is marked too. None of these "
    "numbers is a causal effect without assumptions on what makes people guess: all are "
    "sensitivity analyses, and none of them is ranked above another."
)
_IN_FULL = 2  # curves drawn large: the first ones that are neither controls nor refused


def curve(results: Results) -> Section:
    """The leading curves and those of the controls in full, all others folded."""
    found = [r for r in results.results if r.estimator in (CURVE, DIRECT)]
    title = "Guess-rate curves and direct effects"
    if not found:
        why = "Curves need unsealed allocations." if results.provenance.blinded else _nothing()
        return Section("curve", title, paragraph(why), "Curves")
    large = _large(results, found)
    parts = [paragraph(_READ), reminder(results)]
    parts += [_full(result, control_of(results, result.outcome)) for result in large]
    rest = [r for r in found if r not in large]
    parts += [tag("h3", "All other outcomes and windows") if rest else "", *map(detail, rest)]
    return Section("curve", title, "".join(parts), "Curves")


def counterexample(results: Results) -> Section | None:
    """Invented data in which the truth is known and the adjustments miss it."""
    tables = [t for t in results.tables if t.key.startswith("counterexample")]
    if not tables:
        return None
    why = (
        "In these invented scenarios the true effect is known. Each adjustment has the wrong sign "
        "or the wrong size in at least one of them, though it is computed without error."
    )
    body = paragraph(why) + "".join(map(figure_html, tables))
    return Section("counterexample", "Where each adjustment goes wrong", body, "Counterexamples")


def _large(results: Results, found: list[Result]) -> list[Result]:
    drawn = [r for r in found if r.estimator == CURVE and not unusable(r) and _drawn(r)]
    first: dict[str, Result] = {}
    for result in drawn:
        first.setdefault(result.outcome, result)
    leading = [r for r in first.values() if not control_of(results, r.outcome)][:_IN_FULL]
    controls = [r for r in first.values() if control_of(results, r.outcome)]
    return [r for r in drawn if r in (*leading, *controls)]


def _full(result: Result, control: str) -> str:
    name = result.outcome_title or result.title
    head = tag("h3", clean(f"{name} ({control} control)" if control else name), " ")
    caption = "Estimates along the curve"
    parts = [head, paragraph(result.title, "note"), listed(result.warnings, "warnings")]
    tables = list(result.tables)
    parts += [figure_html(t) for t in tables if t.picture is not None]
    parts += [table_html(t) for t in tables if t.picture is None]
    if result.estimates and not any(t.key.endswith("summary") for t in tables):
        parts.append(table_html(_estimates(result, caption)))
    return tag("div", *parts, status_chip(result), class_="curve")


def _estimates(result: Result, caption: str) -> Table:
    return estimates_table(result.estimates, result.unit, f"{result.key}.estimates", caption)


def _drawn(result: Result) -> bool:
    return any(t.picture is not None for t in result.tables)


def _nothing() -> str:
    return "The plan holds no guess-rate curve and no controlled direct effect."
