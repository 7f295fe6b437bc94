"""All outcomes on one picture per analysis, as planned and with the guess in the model."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from math import isfinite, nan

from limen.figures.numbers import with_interval
from limen.report.comparisons import Comparison, answer, effects, standardised, unusable
from limen.report.page.html import Section, paragraph
from limen.report.page.tables import figure_html
from limen.results import Cell, Column, Picture, Result, Results, Table

_PLANNED, _WITH_GUESS = "As planned", "With the guess in the model (sensitivity analysis)"
_NOTE = (
    "Axis: standard deviations of each outcome, so that outcomes can stand side by side; figures: "
    "estimate and interval in the outcome's own unit. To the right: higher with the active "
    "intervention. Intervals are not adjusted for the number of outcomes unless an analysis says "
    "so."
)
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
    aside = paragraph(_NOTE, "note") if any(_is_standard(t) for t in tables) else ""
    return Section("outcomes", "All outcomes, with and without the guess", body + aside, "Outcomes")


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
    titles = dict.fromkeys(c.result.title for c in found)
    name = next(iter(titles)) if len(titles) == 1 else analysis.replace("_", " ").capitalize()
    level = next((e.level for c in found if (e := answer(c.result))), 0.95)
    caption = f"{name}: estimates with {100 * level:.0f}\N{NO-BREAK SPACE}% intervals"
    axis = "Standard deviations of the outcome" if standard else (unit or "Own unit")
    keys = ("x", "x_lower", "x_upper") if standard else ("estimate", "lower", "upper")
    skip = () if standard else ("x", "x_lower", "x_upper")
    kept = [i for i, column in enumerate(_COLUMNS) if column.key not in skip]
    mixed = len({c.result.better for c in found} - {""}) > 1
    rows = [row for c in found for row in _rows(c, mixed)]
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


def _rows(comparison: Comparison, mixed: bool) -> Iterator[tuple[Cell, ...]]:
    """The row as planned and the one with the guess; says where less is better if others differ."""
    unit = f" ({comparison.result.unit})" if comparison.result.unit else ""
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
