"""Side by side: each curve beside the models of the same outcome at the same occasions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from limen.analyse.belief import BeliefAnalyses, beside_controls, side_by_side
from limen.analyse.guess_rate import AT_EQUAL, AT_HALF, OBSERVED, STANDARDISED
from limen.results import Estimate, Result, Table

Control = Literal["none", "negative", "positive"]


def with_sides(results: Sequence[Result]) -> tuple[Result, ...]:
    """The results, with every guess-rate curve carrying the table that it must not be read without.

    The unadjusted contrast is that of the mixed model where one was planned for the same
    occasions, else the raw difference that the curve starts from.
    """
    return tuple(
        replace(result, tables=(side_by_side(found), *result.tables))
        if (found := _beside(result, results)) is not None
        else result
        for result in results
    )


def controls_tables(results: Sequence[Result]) -> tuple[Table, ...]:
    """A table per planned curve: its outcomes, every way of treating belief, controls last."""
    by_analysis: dict[str, list[BeliefAnalyses]] = {}
    for result in results:
        found = _beside(result, results)
        if found is not None:
            by_analysis.setdefault(result.analysis, []).append(found)
    return tuple(
        replace(beside_controls(found), key=f"beside_controls_{analysis}")
        for analysis, found in by_analysis.items()
        if len(found) > 1
    )


def _beside(curve: Result, results: Sequence[Result]) -> BeliefAnalyses | None:
    if curve.estimator != "guess_rate_curve" or not curve.estimates:
        return None
    models = {
        str(result.details["guess"]): result
        for result in reversed(results)
        if result.estimator == "mixed_model"
        and result.outcome == curve.outcome
        and result.details.get("occasions") == curve.details.get("occasions")
        and result.estimates
    }
    raw = _labelled(curve, OBSERVED) or curve.estimates[0]
    adjusted, stratified = models.get("adjusted"), models.get("interaction")
    return BeliefAnalyses(
        outcome=curve.outcome_title,
        unadjusted=models["none"].estimates[0] if "none" in models else raw,
        guess_adjusted=adjusted.estimates[0] if adjusted else None,
        by_guess=stratified.estimates if stratified else (),
        at_half=_labelled(curve, AT_HALF),
        at_equal=_labelled(curve, AT_EQUAL),
        standardised=_labelled(curve, STANDARDISED),
        control=cast(Control, curve.details.get("control", "none")),
    )


def _labelled(result: Result, label: str) -> Estimate | None:
    return next((each for each in result.estimates if each.label == label), None)
