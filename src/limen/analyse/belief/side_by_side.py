"""One outcome, every way of treating belief, side by side; and the outcomes beside controls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from limen.figures.numbers import with_interval
from limen.results import Cell, Column, Estimate, Picture, Table

Control = Literal["none", "negative", "positive"]

ORDER = "In the order of the analysis plan; the order ranks nothing."
SENSITIVITY = (
    "All but the unadjusted contrast are sensitivity analyses. The guess is given after the "
    "treatment and may be caused by its effect, so adjusting for it can remove a true effect, "
    "create one, or turn its sign: see the counterexamples."
)
CONTROLS = {
    "none": "",
    "negative": "Negative control: neither drug nor belief should move this outcome.",
    "positive": "Positive control: the drug is noticed through this very outcome, so an adjustment "
    "that explains it away is adjusting for the drug, not for expectancy.",
}
_TARGETS = {
    "unadjusted": ("Unadjusted", "What allocation does, through belief and otherwise"),
    "guess_adjusted": ("Guess-adjusted", "The contrast at the same guess, if guesses were random"),
    "by_guess": ("Stratified by guess", "The contrast among people who gave this guess"),
    "at_half": ("Δ(0.5)", "The contrast if half of the guesses were correct"),
    "at_equal": ("Δ(c*)", "The contrast if both arms guessed alike, by the curve"),
    "standardised": ("Δ(std)", "The contrast if both arms had the pooled beliefs"),
}


@dataclass(frozen=True, kw_only=True)
class BeliefAnalyses:
    """The estimates of one outcome; what was not planned or could not be had is None."""

    outcome: str  # its title
    unadjusted: Estimate
    guess_adjusted: Estimate | None = None
    by_guess: tuple[Estimate, ...] = ()
    at_half: Estimate | None = None
    at_equal: Estimate | None = None
    standardised: Estimate | None = None
    control: Control = "none"

    def items(self) -> list[tuple[str, Estimate]]:
        """The estimates that are there with the key of their analysis, unadjusted first."""
        found: list[tuple[str, Estimate | None]] = [
            ("unadjusted", self.unadjusted),
            ("guess_adjusted", self.guess_adjusted),
            *(("by_guess", estimate) for estimate in self.by_guess),
            ("at_half", self.at_half),
            ("at_equal", self.at_equal),
            ("standardised", self.standardised),
        ]
        return [(key, estimate) for key, estimate in found if estimate is not None]


def side_by_side(analyses: BeliefAnalyses) -> Table:
    """Return every analysis of one outcome as a table and a forest plot.

    All estimates are in the unit of the outcome; everything but the first row is called a
    sensitivity analysis.
    """
    rows: list[tuple[Cell, ...]] = []
    for key, estimate in analyses.items():
        name, target = _TARGETS[key]
        numbers = (estimate.value, estimate.lower, estimate.upper, estimate.p)
        rows.append(
            (
                f"{name}: {estimate.label}" if key == "by_guess" else name,
                "main analysis" if key == "unadjusted" else "sensitivity analysis",
                target,
                *(float(x) if isfinite(x) else None for x in numbers),
                estimate.n,
            )
        )
    unit = analyses.unadjusted.unit
    notes = (SENSITIVITY, CONTROLS[analyses.control], ORDER)
    return Table(
        key="side_by_side",
        caption=f"{analyses.outcome}: what belief may have to do with it",
        columns=(
            Column(key="analysis", title="Analysis", kind="text"),
            Column(key="standing", title="Standing", kind="text"),
            Column(key="target", title="What it targets", kind="text"),
            Column(key="estimate", title="Active − placebo", unit=unit),
            Column(key="lower", title="Lower", unit=unit),
            Column(key="upper", title="Upper", unit=unit),
            Column(key="p", title="p", kind="p"),
            Column(key="n", title="Rows", kind="count"),
        ),
        rows=tuple(rows),
        notes=tuple(filter(None, notes)),
        picture=Picture(
            shape="forest",
            label="analysis",
            x="estimate",
            lower="lower",
            upper="upper",
            group="standing",
            title=f"{analyses.outcome}: unadjusted and sensitivity analyses",
            reference=(0.0,),
        ),
    )


def beside_controls(outcomes: Sequence[BeliefAnalyses]) -> Table:
    """Return a table with one row per outcome, controls last, one column per analysis.

    Cells hold estimate and interval as text, because outcomes have scales of their own.
    """
    keys = ("unadjusted", "guess_adjusted", "at_half", "at_equal", "standardised")
    order = ("none", "positive", "negative")
    ranked = sorted(outcomes, key=lambda analyses: order.index(analyses.control))
    rows = []
    for analyses in ranked:
        estimates = dict(analyses.items())
        cells = [_words(estimates[key]) if key in estimates else "–" for key in keys]
        standing = "outcome" if analyses.control == "none" else f"{analyses.control} control"
        rows.append((analyses.outcome, standing, *cells))
    return Table(
        key="beside_controls",
        caption="Every way of treating belief, beside positive and negative controls",
        columns=(
            Column(key="outcome", title="Outcome", kind="text"),
            Column(key="standing", title="Standing", kind="text"),
            *(Column(key=key, title=_TARGETS[key][0], kind="text") for key in keys),
        ),
        rows=tuple(rows),
        notes=(SENSITIVITY, CONTROLS["positive"], CONTROLS["negative"]),
    )


def _words(estimate: Estimate) -> str:
    if not isfinite(estimate.value):
        return "–"
    return with_interval(estimate.value, estimate.lower, estimate.upper)
