"""The tables of a guess-rate curve."""

from __future__ import annotations

from math import isfinite

import numpy as np

from limen.analyse.guess_rate.published import WEAKNESSES, PublishedPoint
from limen.analyse.guess_rate.strata import STRATA, Totals
from limen.analyse.guess_rate.tipping import TippingPoints
from limen.results import Cell, Column, Estimate, Floats, Picture, Table

NOT_CAUSAL = (
    "None of the adjusted contrasts is a causal effect without assumptions on what makes people "
    "guess. The guess comes after the treatment: if the drug is noticed, or a good day is put down "
    "to it, adjusting for the guess removes real effect or creates one. They are sensitivity "
    "analyses."
)
NOT_BLIND = (
    "A correct guess rate of 0.5 is not the blind point: the arms guess alike at c*, and where "
    "people lean to one answer the two differ."
)


def cell(number: float) -> Cell:
    """A number for a table; None where it is not one."""
    return float(number) if isfinite(number) else None


def summary_table(
    estimates: tuple[Estimate, ...],
    rows_errors: Floats,
    cluster: Floats,
    smallest: tuple[str, int],
    *,
    unit: str,
) -> Table:
    """Everything about the curve in one table.

    `rows_errors` are the standard errors that ignore repeated rows, `cluster` the bootstrap limits
    (columns lower, upper, standard deviation), one row per estimate.
    """
    rows: list[tuple[Cell, ...]] = []
    for estimate, error, limits in zip(estimates, rows_errors, cluster, strict=True):
        numbers = (
            estimate.value,
            estimate.standard_error,
            estimate.lower,
            estimate.upper,
            estimate.p,
            float(error),
            float(limits[0]),
            float(limits[1]),
        )
        rows.append((estimate.label, *(cell(x) for x in numbers)))
    rows.append((f"Smallest stratum: {smallest[0]} (rows)", smallest[1], *[None] * 7))
    return Table(
        key="guess_rate_summary",
        caption="Correct guess rates, and the contrast along the guess-rate curve",
        columns=(
            Column(key="quantity", title="Quantity", kind="text"),
            Column(key="estimate", title="Estimate", unit=unit),
            Column(key="standard_error", title="Standard error, by participant", unit=unit),
            Column(key="lower", title="Lower", unit=unit),
            Column(key="upper", title="Upper", unit=unit),
            Column(key="p", title="p", kind="p"),
            Column(key="row_standard_error", title="Standard error, rows apart", unit=unit),
            Column(key="bootstrap_lower", title="Bootstrap lower", unit=unit),
            Column(key="bootstrap_upper", title="Bootstrap upper", unit=unit),
        ),
        rows=tuple(rows),
        notes=(
            NOT_CAUSAL,
            NOT_BLIND,
            "Guess rates are shares, without a unit. Rows apart: as if every row were a person.",
        ),
    )


def curve_table(
    rates: Floats,
    value: Floats,
    lower: Floats,
    upper: Floats,
    marks: tuple[tuple[float, str], ...],
    *,
    unit: str,
    level: float,
) -> Table:
    """The curve with its band on a grid of correct guess rates; all arrays (C,)."""
    return Table(
        key="guess_rate_curve",
        caption=f"The contrast as a function of the correct guess rate, {level:.0%} band",
        columns=(
            Column(key="rate", title="Correct guess rate"),
            Column(key="estimate", title="Active − placebo", unit=unit),
            Column(key="lower", title="Lower", unit=unit),
            Column(key="upper", title="Upper", unit=unit),
        ),
        rows=tuple(
            tuple(float(x) for x in row) for row in zip(rates, value, lower, upper, strict=True)
        ),
        notes=(NOT_CAUSAL, NOT_BLIND, "The band is pointwise and respects repeated measures."),
        picture=Picture(
            shape="lines",
            x="rate",
            y="estimate",
            lower="lower",
            upper="upper",
            title="Guess-rate curve",
            x_title="Correct guess rate",
            y_title="Active − placebo",
            reference=(0.0,),
            marks=marks,
        ),
    )


def strata_table(totals: Totals, names: tuple[str, str], *, unit: str) -> Table:
    """Size, mean and spread of every stratum of the first replicate."""
    words = {"A": names[1], "P": names[0], "D": "don't know"}
    rows: list[tuple[Cell, ...]] = []
    for k in range(totals.n.shape[1]):
        spread = np.nan if totals.variance is None else float(np.sqrt(totals.variance[0, k]))
        taken, guessed = (words[letter] for letter in STRATA[k])
        empty = totals.n[0, k] <= 0
        rows.append(
            (
                taken,
                guessed,
                float(totals.n[0, k]),
                None if empty else float(totals.mean[0, k]),
                None if totals.n[0, k] < 2 else cell(spread),
            )
        )
    return Table(
        key="guess_rate_strata",
        caption="The outcome by what was taken and what was guessed",
        columns=(
            Column(key="taken", title="Taken", kind="text"),
            Column(key="guessed", title="Guessed", kind="text"),
            Column(key="n", title="Rows", kind="number"),
            Column(key="mean", title="Mean", unit=unit),
            Column(key="sd", title="Standard deviation", unit=unit),
        ),
        rows=tuple(rows),
    )


def tipping_table(points: TippingPoints, *, unit: str) -> Table:
    """What belief alone would have to do, beside what those who say active differ by."""
    rows = (
        ("Belief effect that explains the whole raw contrast", cell(float(points.estimate[0]))),
        ("Belief effect that removes its significance", cell(float(points.significance[0]))),
        ("Observed: says active minus says placebo, within arms", cell(float(points.belief[0]))),
        ("How much more often the active arm says active (share)", cell(float(points.gap[0]))),
    )
    return Table(
        key="tipping_points",
        caption="Tipping points: could belief alone explain the raw contrast?",
        columns=(
            Column(key="quantity", title="Quantity", kind="text"),
            Column(key="value", title="Value", unit=unit),
        ),
        rows=rows,
        notes=(
            "If believing adds the same amount whatever one took, the raw contrast holds that "
            "amount times the difference in belief. The observed difference is an association, in "
            "which a good day may cause the guess. Empty: nothing to remove, or belief is alike.",
        ),
    )


def published_table(points: tuple[PublishedPoint, ...], closed: Floats, *, unit: str) -> Table:
    """The published procedure's curve beside the closed form it estimates."""
    return Table(
        key="guess_rate_published",
        caption="The published pseudo-trial procedure, on the first occasion of each participant",
        columns=(
            Column(key="rate", title="Correct guess rate"),
            Column(key="estimate", title="Mean estimate", unit=unit),
            Column(key="standard_error", title="Mean standard error", unit=unit),
            Column(key="p", title="Mean of p (not a p-value)", kind="number"),
            Column(key="hedges_g", title="Mean Hedges's g"),
            Column(key="closed", title="Closed form, same rows", unit=unit),
        ),
        rows=tuple(
            (p.rate, p.estimate, p.standard_error, p.p, p.hedges_g, cell(float(exact)))
            for p, exact in zip(points, closed, strict=True)
        ),
        notes=WEAKNESSES,
    )
