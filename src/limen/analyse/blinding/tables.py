"""The tables of a blinding assessment."""

from __future__ import annotations

from math import isfinite

import numpy as np

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.indices import INDICES, BlindingIndex, analytic_limits
from limen.analyse.blinding.shares import quantile, share, wilson
from limen.results import Cell, Column, Estimates, Floats, Picture, Table

MOST_BARS = 24  # beyond this the bars cannot be read, and the lines over time say it better
OVER_TIME = {"bang": None, "sensitivity": 1, "criterion": 1}  # how many quantities; None: all
BESIDE = (
    "Bang's index of one arm mixes two things: whether people can tell, and what they lean to "
    "saying. If everyone says placebo, the placebo arm looks unblinded and the active arm better "
    "than blind, although nobody can tell. Sensitivity d′ (can they tell?) and the criterion (what "
    "do they lean to?) separate the two, so they stand beside it."
)


def cell(number: float) -> Cell:
    """A number for a table; None where it is not one."""
    return float(number) if isfinite(number) else None


def guess_counts_table(times: dict[str, GuessCounts]) -> Table:
    """Every answer by intervention and time; `times` starts with all occasions together."""
    arms = next(iter(times.values())).arms
    columns = (
        Column(key="occasion", title="Occasion", kind="text"),
        Column(key="arm", title="Taken", kind="text"),
        *(Column(key=f"guess_{arm}", title=f"Guessed {arm}", kind="count") for arm in arms),
        Column(key="dont_know", title="Don't know", kind="count"),
        Column(key="asked", title="Asked", kind="count"),
        Column(key="correct", title="Correct among guesses", kind="percent"),
    )
    rows: list[tuple[Cell, ...]] = []
    for time, counts in times.items():
        rate = share(counts.correct, counts.total - counts.unsure)[0]
        for a, arm in enumerate(arms):
            answers = [int(n) for n in counts.answers[0, a]]
            rows.append((time, arm, *answers, sum(answers), cell(rate[a])))
    return Table(
        key="guess_counts",
        caption="Treatment guesses by what was taken and by occasion",
        columns=columns,
        rows=tuple(rows),
    )


def guess_shares_table(times: dict[str, GuessCounts], level: float) -> Table:
    """Share of every answer with Wilson limits, by intervention and time, drawn as bars."""
    rows: list[tuple[Cell, ...]] = []
    for time, counts in times.items():
        asked = counts.total[:, :, None]
        shares = share(counts.answers, asked)[0]
        lower, upper = (limit[0] for limit in wilson(counts.answers, asked, level=level))
        for a, arm in enumerate(counts.arms):
            for q, answer in enumerate((*counts.arms, "don't know")):
                if counts.total[0, a] > 0 and (q < len(counts.arms) or counts.unsure.sum() > 0):
                    limits = (cell(shares[a, q]), cell(lower[a, q]), cell(upper[a, q]))
                    people = int(counts.answers[0, a, q]), int(asked[0, a, 0])
                    rows.append((f"{time}: {arm}", time, arm, answer, *people, *limits))
    titles = ("Occasion and intervention", "Occasion", "Taken", "Answer")
    keys = ("label", "occasion", "arm", "answer")
    picture = Picture(
        shape="bars",
        label="label",
        y="share",
        lower="lower",
        upper="upper",
        group="answer",
        title="What people guessed, by what they had taken",
        y_title="Share of answers",
    )
    return Table(
        key="guess_shares",
        caption=f"Shares of the guesses with {level:.0%} Wilson limits",
        columns=(
            *(Column(key=k, title=t, kind="text") for k, t in zip(keys, titles, strict=True)),
            Column(key="n", title="n", kind="count"),
            Column(key="asked", title="Asked", kind="count"),
            Column(key="share", title="Share", kind="percent"),
            Column(key="lower", title="Lower", kind="percent"),
            Column(key="upper", title="Upper", kind="percent"),
        ),
        rows=tuple(rows),
        notes=("The limits treat every answer as a person of its own.",),
        picture=picture if len(rows) <= MOST_BARS else None,
    )


def index_rows(
    index: BlindingIndex, estimates: Estimates, level: float, bootstrap: Floats
) -> list[tuple[Cell, ...]]:
    """One row per quantity: value, analytic limits, `bootstrap` limits, one-sided limits.

    `bootstrap` has shape (quantities, 2 or more): lower and upper limit first.
    """
    lower, upper = analytic_limits(estimates, level)
    one_sided = quantile(2 * level - 1) * estimates.standard_error[0]
    rows: list[tuple[Cell, ...]] = []
    for j, label in enumerate(estimates.labels):
        value, error = float(estimates.value[0, j]), float(estimates.standard_error[0, j])
        sided = (value - one_sided[j], value + one_sided[j]) if index.one_sided else (np.nan,) * 2
        numbers = (value, error, lower[0, j], upper[0, j], *bootstrap[j, :2], *sided)
        found = (cell(float(x)) for x in numbers)
        rows.append((index.title, label, *found, index.blind, index.reading))
    return rows


def indices_table(rows: list[tuple[Cell, ...]], level: float, notes: tuple[str, ...]) -> Table:
    """All indices, with the limits that ignore repeated guesses and those that respect them."""
    numbers = {
        "estimate": "Estimate",
        "standard_error": "Standard error",
        "lower": "Lower",
        "upper": "Upper",
        "cluster_lower": "Lower, by participant",
        "cluster_upper": "Upper, by participant",
        "one_sided_lower": f"One-sided {level:.0%} lower",
        "one_sided_upper": f"One-sided {level:.0%} upper",
    }
    return Table(
        key="indices",
        caption=f"Blinding indices with {level:.0%} limits",
        columns=(
            Column(key="index", title="Index", kind="text"),
            Column(key="quantity", title="Quantity", kind="text"),
            *(Column(key=key, title=title) for key, title in numbers.items()),
            Column(key="blind", title="Value if nobody can tell"),
            Column(key="reading", title="How to read it", kind="text"),
        ),
        rows=tuple(rows),
        notes=notes,
        picture=Picture(
            shape="forest",
            label="quantity",
            x="estimate",
            lower="cluster_lower" if any(row[6] is not None for row in rows) else "lower",
            upper="cluster_upper" if any(row[6] is not None for row in rows) else "upper",
            group="index",
            title="Blinding indices",
            reference=(0.0, 0.5),
        ),
    )


def over_time_table(times: dict[str, GuessCounts], level: float) -> Table:
    """Bang, sensitivity and criterion at every occasion, drawn as lines."""
    rows: list[tuple[Cell, ...]] = []
    for number, (time, counts) in enumerate(times.items(), start=1):
        for key, shown in OVER_TIME.items():
            estimates = INDICES[key].compute(counts, level)
            lower, upper = analytic_limits(estimates, level)
            for j, label in enumerate(estimates.labels[:shown]):
                if isfinite(estimates.value[0, j]):
                    limits = (estimates.value[0, j], lower[0, j], upper[0, j])
                    asked = int(counts.total.sum())
                    rows.append((time, number, label, asked, *(cell(float(x)) for x in limits)))
    return Table(
        key="over_time",
        caption=f"Blinding over time, with {level:.0%} limits",
        columns=(
            Column(key="occasion", title="Occasion", kind="text"),
            Column(key="number", title="Occasion number", kind="count"),
            Column(key="quantity", title="Quantity", kind="text"),
            Column(key="asked", title="Asked", kind="count"),
            Column(key="estimate", title="Estimate"),
            Column(key="lower", title="Lower"),
            Column(key="upper", title="Upper"),
        ),
        rows=tuple(rows),
        notes=("Occasions at which nobody was asked are left out.",),
        picture=Picture(
            shape="lines",
            x="number",
            y="estimate",
            lower="lower",
            upper="upper",
            group="quantity",
            title="Blinding over time",
            x_title="Occasion number",
            y_title="Index",
            reference=(0.0,),
        ),
    )
