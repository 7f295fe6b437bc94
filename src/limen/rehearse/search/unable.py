"""Why a design cannot reach a power, however many take part."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, inf, isfinite, isnan

from scipy.special import ndtri

from limen.rehearse.performance import Performance
from limen.rehearse.search.chosen import Refusal
from limen.rehearse.search.curve import Point, PowerCurve
from limen.rehearse.search.found import NullRate
from limen.rehearse.search.wording import percent, percent_with_error

CLEAR = 3.0  # Monte Carlo standard errors that count as a difference
_SPAN = 4  # times as many people over which a power that does not grow stands still


def never(one: Performance | Refusal) -> str:
    """Why no number of participants helps, as the largest sample shows; "" if one might."""
    if isinstance(one, Refusal):
        return f"the analysis has no answer. {one.reason}"
    if one.replicates == one.failed:
        return "no replicate gave an estimate."
    if one.truth_is_zero:
        return (
            "the true effect is zero in this scenario, so there is nothing to find: what it "
            "rejects here is type I error."
        )
    if isnan(one.rejection.value):
        return "it gives estimates without p-values, so it rejects nothing."
    known = abs(one.truth) > CLEAR * one.truth_error
    if known and one.truth * one.mean.value < 0 and _clear(one):
        return (
            f"its estimates point the wrong way: their mean is {one.mean.value:.3g} (Monte Carlo "
            f"SE {one.mean.error:.2g}), the true effect {one.truth:.3g}. More participants would "
            "only make it surer of that."
        )
    return ""


def no_further(
    points: Sequence[Point],
    top: Performance,
    curve: PowerCurve | None,
    *,
    target: float,
    alpha: float,
    limit: int,
) -> str:
    """Why larger samples need not be tried, or cannot be; "" if they should be.

    `top` is what the largest sample so far, the last of `points`, showed.
    """
    last = points[-1]
    if last.power + CLEAR * last.error >= target:
        return ""
    needed = needed_by_spread(top, last.people, target=target, alpha=alpha)
    if last.people >= limit:
        return _said(f"with {limit:,} participants, the largest number tried,", last, needed, top)
    earlier = [point for point in points if point.people * _SPAN <= last.people]
    if earlier and last.power - earlier[-1].power < 2 * hypot(last.error, earlier[-1].error):
        if needed <= last.people / 2:
            return (
                f"power does not grow with the number: {_power(earlier[-1])}, {_power(last)}, "
                "although its estimates vary little enough. Look at failed fits and at p-values."
            )
        if needed > limit:
            return _said(f"with {last.people:,} participants", last, needed, top)
    beyond = curve is not None and curve.rises and curve.limits(target)[0] > limit
    if beyond and needed > limit and last.people * _SPAN >= limit:
        return _said(f"with {last.people:,} participants", last, needed, top)
    return ""


def needed_by_spread(one: Performance, people: int, *, target: float, alpha: float) -> float:
    r"""The participants that a z-test needs: $n ((z_{1-\alpha/2} + z_{power}) s / |m|)^2$.

    m and s are mean and standard deviation of the estimates with n participants; infinite if m
    cannot be told from 0.
    """
    if not _clear(one):
        return inf
    factor = (ndtri(1 - alpha / 2) + ndtri(target)) * one.empirical_se.value / abs(one.mean.value)
    return float(people * factor**2)


def rejects_too_often(rates: Sequence[NullRate], alpha: float) -> str:
    """The sentence for a type I error that no number of participants keeps in bounds."""
    worst = max((one for one in rates if one.exceeds), key=lambda one: one.rate.value)
    others = [one for one in rates if one.scenario == worst.scenario and one is not worst]
    also = "".join(f" and in {percent_with_error(o.rate)} with {o.people:,}" for o in others)
    return (
        "more participants do not help, for this analysis rejects too often when nothing is "
        f"there. Under “{worst.title}”, where the true effect is zero, it rejects in "
        f"{percent_with_error(worst.rate)} of replicates with {worst.people:,} participants{also}; "
        f"{percent(alpha)} is the bound."
    )


def _said(where: str, last: Point, needed: float, top: Performance) -> str:
    if not isfinite(needed):
        why = (
            f"Its estimates cannot be told from zero (mean {top.mean.value:.3g}, Monte Carlo SE "
            f"{top.mean.error:.2g}; the true effect is {top.truth:.3g})."
        )
    else:
        number = f"{float(f'{needed:.2g}'):,.0f}"
        why = f"By mean and spread of its estimates about {number} would be needed."
    share = f"{100 * last.power:.1f} % (Monte Carlo SE {100 * last.error:.1f})"
    return f"{where} the power is {share}. {why}"


def _power(point: Point) -> str:
    return f"{percent(point.power)} with {point.people:,}"


def _clear(one: Performance) -> bool:
    """Whether the mean estimate differs from 0 by more than Monte Carlo error."""
    return abs(one.mean.value) > CLEAR * one.mean.error
