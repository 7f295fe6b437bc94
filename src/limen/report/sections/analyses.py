"""Every other analysis: an overview per plan item, and each result with its diagnostics."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from limen.report.comparisons import BLINDING, CURVE, DIRECT, analysis_title, answer, unusable
from limen.report.controls import BESIDE
from limen.report.page.html import Section, chip, clean, paragraph, spoken, tag
from limen.report.page.notes import notes_html, shared_notes
from limen.report.page.tables import figure_html, table_html
from limen.report.sections.blinding import POOLED
from limen.report.sections.detail import detail, refused
from limen.report.sections.participants import missing
from limen.results import Cell, Column, Result, Results, Table

_SEALED = "Analyses that compare arms are run after unsealing; the section on problems lists them."
_OWN_SECTIONS = ("counterexample", BESIDE, POOLED)  # tables of the study that stand elsewhere
_ELSEWHERE = frozenset({CURVE, DIRECT, BLINDING})


def analyses(results: Results) -> Section:
    """Model tables with residual and missingness diagnostics."""
    found = [r for r in results.results if r.estimator not in _ELSEWHERE and r.role != "blinding"]
    notes = shared_notes(found)
    sealed = results.provenance.blinded
    parts = [notes_html(notes), paragraph(_SEALED) if sealed and found else ""]
    for analysis, members in groupby(found, key=lambda r: r.analysis):
        group = list(members)
        if any(not unusable(r) or r.tables for r in group):
            parts.append(_analysis(analysis, group, notes))
        elif not sealed:
            parts.append(refused(group))
    missingness = missing(results)
    if missingness:
        parts.append(tag("h3", "Missing data") + missingness)
    others = [t for t in results.tables if not t.key.startswith(_OWN_SECTIONS)]
    if others:
        parts.append(tag("h3", "About the study as a whole"))
        parts += [figure_html(table) for table in others]
    body = "".join(parts) or paragraph("The plan holds no other analysis.")
    return Section("analyses", "Analyses in detail", body, "Details")


def _analysis(analysis: str, found: list[Result], told: Collection[str]) -> str:
    role = found[0].role.replace("_", " ") if len({r.role for r in found}) == 1 else ""
    titles = {analysis_title(r) for r in found}
    title = titles.pop() if len(titles) == 1 else analysis.replace("_", " ").capitalize()
    mark = tag("code", clean(analysis))
    head = tag("h3", clean(title), " ", chip(role, found[0].role) if role else "", " ", mark)
    overview = table_html(_overview(analysis, found)) if len(found) > 1 else ""
    details = [detail(r, name=r.outcome_title or r.outcome, told=told) for r in found]
    return tag("div", head, overview, *details, class_="analysis")


def _overview(analysis: str, found: list[Result]) -> Table:
    units = {_unit(r) for r in found}
    unit = units.pop() if len(units) == 1 else ""
    numbers = (("estimate", "Estimate"), ("standard_error", "SE"), ("lower", "Lower"))
    contrasts = {spoken(e.label) for r in found if (e := answer(r)) is not None}
    alike = len(contrasts) < 2
    which = f": {contrasts.pop()}" if len(contrasts) == 1 else ""
    apart = () if alike else (Column(key="contrast", title="Contrast", kind="text"),)
    return Table(
        key=f"overview.{analysis}",
        caption=f"First estimate of each result{which}",
        columns=(
            Column(key="outcome", title="Outcome", kind="text"),
            *apart,
            *(Column(key=key, title=title, unit=unit) for key, title in numbers),
            Column(key="upper", title="Upper", unit=unit),
            Column(key="df", title="df"),
            Column(key="p", title="p", kind="p"),
            Column(key="n", title="n", kind="count"),
            Column(key="participants", title="People", kind="count"),
            Column(key="status", title="Status", kind="text"),
        ),
        rows=tuple(_row(r, named=not unit, contrast=not alike) for r in found),
    )


def _unit(result: Result) -> str:
    estimate = answer(result)
    return (estimate.unit if estimate else "") or result.unit


def _row(result: Result, *, named: bool, contrast: bool) -> tuple[Cell, ...]:
    """The first estimate; unit and contrast stand in the row where the head cannot say them."""
    e = answer(result)
    name = result.outcome_title or result.outcome or result.title
    name += f" ({_unit(result)})" if named and _unit(result) else ""
    status = result.status.value.partition(":")[0].replace("done, with warnings", "warned")
    which = (spoken(e.label) if e else None,) if contrast else ()
    if e is None:
        return (name, *which, *(None,) * 8, status)
    figures = (e.value, e.standard_error, e.lower, e.upper)
    return (name, *which, *figures, e.df, e.p, e.n, e.participants, status)
