"""One effect in a sentence: its size, its interval, and what the interval allows to say."""

from __future__ import annotations

from math import isfinite

from limen.counted import counted
from limen.figures.numbers import NO_BREAK, decimals_for, interval, number, p_statement
from limen.report.comparisons import answer, excludes_null, standardised
from limen.results import Estimate, Result


def effect_sentence(result: Result, *, brief: bool = False) -> str:
    """One effect with its interval and what it means.

    `brief` leaves out what was compared and on how many: a lead above several sentences says it.
    """
    estimate = answer(result)
    name = result.outcome_title or result.outcome or result.title
    if estimate is None:
        return f"{name}: no estimate. {result.message}".strip()
    unit = estimate.unit or result.unit
    places = decimals_for(estimate.lower, estimate.upper)
    size = number(abs(estimate.value - estimate.null), places)
    amount = " ".join(filter(None, [size, unit]))
    way = "higher" if estimate.value >= estimate.null else "lower"
    compared = "" if brief else _between(estimate)
    return f"{name}: {amount} {way}{compared} ({_figures(result, estimate, brief)}). " + _meaning(
        estimate, result, places
    )


def compared(estimate: Estimate) -> str:
    """What a contrast compares, in words: ``Microdose against Placebo``."""
    active, minus, reference = estimate.label.partition(" − ")
    return f"{active} against {reference}" if minus else estimate.label


def _between(estimate: Estimate) -> str:
    active, minus, reference = estimate.label.partition(" − ")
    return f" with {active} than with {reference}" if minus else f" ({estimate.label})"


def _figures(result: Result, estimate: Estimate, brief: bool) -> str:
    parts = []
    if isfinite(estimate.lower) or isfinite(estimate.upper):
        level = f"{100 * estimate.level:.0f}{NO_BREAK}%"
        parts.append(f"{level} interval {interval(estimate.lower, estimate.upper)}")
    parts.append(p_statement(estimate.p))
    in_sd = standardised(result, estimate)[0]
    parts.append(f"{number(in_sd, 2)}{NO_BREAK}SD" if isfinite(in_sd) else "")
    if estimate.n is not None and not brief:
        people = (
            f" from {counted(estimate.participants, 'person', 'people')}"
            if estimate.participants
            else ""
        )
        parts.append(f"{counted(estimate.n, 'observation')}{people}")
    return "; ".join(filter(None, parts))


def _meaning(estimate: Estimate, result: Result, places: int) -> str:
    if not (isfinite(estimate.lower) and isfinite(estimate.upper)):
        return "No interval could be computed, so this describes these data and no more."
    if not excludes_null(estimate):
        limits = interval(estimate.lower, estimate.upper, places)
        return f"Compatible with no effect, and with anything from {limits}."
    excludes = f"The interval excludes {number(estimate.null)}"
    if not result.better:
        return f"{excludes}."
    good = (estimate.value > estimate.null) == (result.better == "higher")
    direction = "benefit" if good else "harm"
    return f"{excludes}; the direction is one of {direction}."
