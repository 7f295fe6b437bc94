"""All outcomes on one picture per analysis, as planned and with the guess in the model."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from math import isfinite, nan

from limen.figures.numbers import with_interval
from limen.report.comparisons import (
    Comparison,
    analysis_title,
    answer,
    effects,
    standardised,
    unusable,
)
from limen.report.multiplicity import families
from limen.report.page.html import Section, paragraph
from limen.report.page.tables import figure_html
from limen.results import Cell, Column, Picture, Result, Results, Table

_PLANNED, _WITH_GUESS = "As allocated", "With the guess in the model (sensitivity analysis)"
_AXIS = (
    "The axis counts standard deviations of each outcome, so that outcomes can stand side by side; "
    "the figures are estimates and intervals in the outcome's own unit."
)
_RIGHT = "To the right of zero the score is higher with the active intervention."
_UNADJUSTED = "These intervals are not adjusted for the number of outcomes."
_COLUMNS = (
    Column(key="outcome", title="Outcome", kind="text"),
    Column(key="analysis", title="Analysis", kind="text"),
    Column(key="estimate", title="Estimate"),
    Column(key="lower", title="Lower"),
    Column(key="upper", title="Upper"),
    Column(key="unit", title="Unit", kind="text"),
    Column(key="p", title="p", kind="p"),
    Column(key="n", title="Observations", kind="count"),
    Column(key="x", title="Estimate", unit="SD"),
    Column(key="x_lower", title="Lower", unit="SD"),
    Column(key="x_upper", title="Upper", unit="SD"),
    Column(key="annotation", title="", kind="text"),
)


def outcomes(results: Results) -> Section:
    """The forest plots, one per analysis (and per unit where no SD is known)."""
    tables = forests(results)
    if not tables:
        why = (
            "Effects are not estimated while the allocations are sealed."
            if results.provenance.blinded
            else "The plan holds no analysis that compares interventions."
        )
        return Section("outcomes", "All outcomes", paragraph(why))
    body = "".join(figure_html(table) for table in tables)
    told = [_AXIS] * any(_is_standard(t) for t in tables) + [_RIGHT, _UNADJUSTED]
    told += [family.sentence() for family in families(results)]
    lead = paragraph(" ".join(told))
    return Section("outcomes", "All outcomes, with and without the guess", lead + body, "Outcomes")


def forests(results: Results) -> tuple[Table, ...]:
    """A forest table per analysis, outcomes in the order of the plan."""
    tables: list[Table] = []
    for analysis, members in groupby(effects(results), key=lambda c: c.result.analysis):
        found = list(members)
        with_sd = [c for c in found if _has_sd(c) or answer(c.result) is None]
        if any(_has_sd(c) for c in found):
            tables.append(_forest(analysis, with_sd, ""))
        else:
            with_sd = []
        rest = [c for c in found if c not in with_sd]
        for unit in dict.fromkeys(c.result.unit for c in rest if answer(c.result)):
            tables.append(_forest(analysis, [c for c in rest if c.result.unit == unit], unit))
    return tuple(tables)


def _forest(analysis: str, found: list[Comparison], unit: str) -> Table:
    standard = any(_has_sd(c) for c in found)
    caption = _caption(analysis, found)
    axis = "Standard deviations of the outcome" if standard else (unit or "Own unit")
    keys = ("x", "x_lower", "x_upper") if standard else ("estimate", "lower", "upper")
    skip = () if standard else ("x", "x_lower", "x_upper")
    kept = [i for i, column in enumerate(_COLUMNS) if column.key not in skip]
    mixed = len({c.result.better for c in found} - {""}) > 1
    units = len({c.result.unit for c in found}) > 1
    rows = [row for c in found for row in _rows(c, mixed, units)]
    return Table(
        key=f"forest.{analysis}" + (f".{unit}" if unit else ""),
        caption=caption,
        columns=tuple(_COLUMNS[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in rows),
        picture=Picture(
            shape="forest",
            label="outcome",
            x=keys[0],
            lower=keys[1],
            upper=keys[2],
            group="analysis",
            title=caption,
            x_title=axis,
            reference=(0.0,),
        ),
    )


def _caption(analysis: str, found: list[Comparison]) -> str:
    """The analysis, what it compares where that is one thing, and the level of the intervals."""
    estimates = [e for c in found if (e := answer(c.result))]
    titles = dict.fromkeys(analysis_title(c.result) for c in found)
    name = next(iter(titles)) if len(titles) == 1 else analysis.replace("_", " ").capitalize()
    labels = {e.label for e in estimates}
    told = f"{labels.pop()}, " if len(labels) == 1 else ""
    level = estimates[0].level if estimates else 0.95
    return f"{name}: {told}{100 * level:.0f}\N{NO-BREAK SPACE}% intervals"


def _rows(comparison: Comparison, mixed: bool, units: bool) -> Iterator[tuple[Cell, ...]]:
    """The row as planned and the one with the guess.

    The label names the unit where `units` differ, a control, and where less is better if others
    differ (`mixed`).
    """
    unit = f" ({comparison.result.unit})" if units and comparison.result.unit else ""
    control = f", {comparison.control} control" if comparison.control else ""
    less = ", lower is better" if mixed and comparison.result.better == "lower" else ""
    label = f"{comparison.title}{unit}{control}{less}"
    yield _row(label, _PLANNED, comparison.result)
    if comparison.adjusted is not None:
        yield _row(label, _WITH_GUESS, comparison.adjusted)


def _row(label: str, group: str, result: Result) -> tuple[Cell, ...]:
    estimate = answer(result)
    if estimate is None:
        why = "refused" if unusable(result) else "no estimate"
        return (label, group, nan, nan, nan, result.unit, nan, None, nan, nan, nan, why)
    limits = (estimate.value, estimate.lower, estimate.upper)
    middle = (estimate.unit or result.unit, estimate.p, estimate.n)
    scaled = standardised(result, estimate)
    return (label, group, *limits, *middle, *scaled, with_interval(*limits))


def _has_sd(comparison: Comparison) -> bool:
    estimate = answer(comparison.result)
    return estimate is not None and isfinite(standardised(comparison.result, estimate)[0])


def _is_standard(table: Table) -> bool:
    return table.picture is not None and table.picture.x == "x"
