"""What people believed they had taken: guesses by arm and time, sensitivity, criterion, indices."""

from __future__ import annotations

from limen.report.comparisons import BLINDING
from limen.report.page.html import Section, clean, listed, paragraph, tag
from limen.report.page.tables import estimates_table, figure_html, table_html
from limen.report.sections.detail import status_chip
from limen.results import Result, Results

_READ = (
    "Per-arm indices mix two things: how well people can tell the interventions apart "
    "(sensitivity, d′) and how readily they say either (criterion). Read them together: “everybody "
    "says placebo” and “people recognise placebo” look alike in an index for one arm."
)
POOLED = "pooled_guesses"  # tables with this beginning hold the guesses of all arms together
_SEALED = "Guesses are compared with what was taken after unsealing."
_NOTHING = "The plan holds no analysis of treatment guesses."


def blinding(results: Results) -> Section:
    """Every blinding analysis in full; of sealed data the guesses of all people together."""
    sealed = results.provenance.blinded
    found = [r for r in results.results if r.estimator == BLINDING or r.role == "blinding"]
    pooled = "".join(figure_html(t) for t in results.tables if t.key.startswith(POOLED))
    if sealed or not found:
        body = paragraph(_SEALED if sealed else _NOTHING)
    else:
        body = paragraph(_READ) + "".join(map(_analysis, found))
    return Section("blinding", "Treatment guesses and blinding", body + pooled, "Blinding")


def _analysis(result: Result) -> str:
    head = tag("h3", clean(result.title), " ", status_chip(result))
    return tag("div", head, _full(result), class_="guesses")


def _full(result: Result) -> str:
    parts = [
        paragraph(result.message, "refusal") if result.message else "",
        listed(result.warnings, "warnings"),
    ]
    if result.estimates and not any(t.key == "indices" for t in result.tables):
        caption = "Indices and their intervals"
        parts.append(
            table_html(
                estimates_table(result.estimates, result.unit, f"{result.key}.estimates", caption)
            )
        )
    drawn = [t for t in result.tables if t.picture is not None]
    parts += [table_html(t) for t in result.tables if t.picture is None]
    small = len(drawn) > 1
    figures = "".join(figure_html(t, small=small, noted=True) for t in drawn)
    parts.append(tag("div", figures, class_="multiples") if small else figures)
    return "".join(parts)
