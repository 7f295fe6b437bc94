"""Which results belong together: an outcome as analysed, with the guess, and along the curve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite, nan
from typing import Literal

from limen.results import Estimate, Result, Results, ResultStatus

CURVE, BLINDING, DIRECT = "guess_rate_curve", "blinding", "direct_effect"
_NO_CONTRAST = frozenset({CURVE, BLINDING, DIRECT, "adverse_events", "rerandomisation_test"})
_NO_EFFECT_ROLES = frozenset({"safety", "blinding", "descriptive"})

Guess = Literal["none", "adjusted", "interaction"]
_WAYS: tuple[Guess, ...] = ("none", "adjusted", "interaction")


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One outcome of one analysis, and the sensitivity analyses that put the guess into it."""

    result: Result
    adjusted: Result | None
    curves: tuple[Result, ...]
    control: Literal["", "positive", "negative"]

    @property
    def title(self) -> str:
        """The outcome's title, or its id."""
        return self.result.outcome_title or self.result.outcome or self.result.title


def guess_in(result: Result) -> Guess:
    """How the treatment guess enters an analysis: as it says itself, else by the name it has."""
    said = result.details.get("guess")
    for way in _WAYS:
        if said == way:
            return way
    if "interaction" in result.analysis:
        return "interaction"
    return "adjusted" if "guess" in result.analysis else "none"


def answer(result: Result | None) -> Estimate | None:
    """The estimate that answers the question, if there is one."""
    if result is None or not result.estimates or not isfinite(result.estimates[0].value):
        return None
    return result.estimates[0]


def excludes_null(estimate: Estimate) -> bool:
    """Whether the interval leaves out the value that means no effect."""
    return estimate.lower > estimate.null or estimate.upper < estimate.null


def analysis_title(result: Result) -> str:
    """The title of the analysis, without the outcome that a result's title begins with."""
    name = result.outcome_title or result.outcome
    return result.title.removeprefix(f"{name}: ") if name else result.title


def unusable(result: Result) -> bool:
    """Whether the analysis gave no answer."""
    return result.status in (ResultStatus.REFUSED, ResultStatus.FAILED)


def control_of(results: Results, outcome: str) -> Literal["", "positive", "negative"]:
    """Whether the plan names the outcome a positive or negative control."""
    roles = {result.role for result in results.results if outcome and result.outcome == outcome}
    if "positive_control" in roles:
        return "positive"
    return "negative" if "negative_control" in roles else ""


def effects(results: Results) -> tuple[Comparison, ...]:
    """Every result that compares interventions as planned, with its guess-adjusted companions."""
    return tuple(
        Comparison(
            result=result,
            adjusted=next(_companions(results, result), None),
            curves=tuple(
                r for r in results.results if r.estimator == CURVE and r.outcome == result.outcome
            ),
            control=control_of(results, result.outcome),
        )
        for result in results.results
        if result.estimator not in _NO_CONTRAST
        and result.role not in _NO_EFFECT_ROLES
        and result.outcome
        and guess_in(result) == "none"
    )


def standardised(result: Result, estimate: Estimate) -> tuple[float, float, float]:
    """Estimate and limits in standard deviations of the outcome; NaN if that is not known."""
    sd = result.details.get("sd")
    if isinstance(sd, bool) or not isinstance(sd, int | float) or not sd > 0:
        return nan, nan, nan
    return estimate.value / sd, estimate.lower / sd, estimate.upper / sd


def labelled(result: Result, *parts: str) -> Estimate | None:
    """The estimate whose label holds one of these parts."""
    for estimate in result.estimates:
        if any(part in estimate.label.lower() for part in parts) and isfinite(estimate.value):
            return estimate
    return None


def _companions(results: Results, result: Result) -> Iterator[Result]:
    for other in results.results:
        if (
            other.estimator == result.estimator
            and guess_in(other) == "adjusted"
            and other.outcome == result.outcome
            and _same_question(other, result)
        ):
            yield other


def _same_question(other: Result, result: Result) -> bool:
    if other.outcome != result.outcome:
        return False
    if other.estimand and result.estimand:
        return other.estimand == result.estimand
    return True
