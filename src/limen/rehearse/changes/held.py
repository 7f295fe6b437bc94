"""Estimators whose estimand holds belief fixed: which they are, and what a change does to them."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, isfinite

from limen.analyse.batch.quantity import Target
from limen.rehearse.performance import Performance

CLEAR = 3.0  # Monte Carlo standard errors by which a bias must differ to be spoken of


def belief_held(
    performance: Sequence[Performance], beside: Target | None
) -> tuple[Performance, ...]:
    """The own rows of such estimators: for the outcome of a target, or for the first they have."""
    held = [one for one in performance if one.own and one.target.belief != "free"]
    outcomes = [one.target.outcome for one in held]
    wanted = outcomes[:1]
    if beside is not None and beside.outcome in outcomes:
        wanted = [beside.outcome]
    return tuple(one for one in held if one.target.outcome in wanted)


def bias_said(after: Sequence[Performance], before: Sequence[Performance]) -> str:
    """A sentence for each estimator whose bias a change moves; "" if it moves none."""
    start = {one.quantity.key: one for one in before}
    return "".join(
        _moved(one, start[one.quantity.key])
        for one in after
        if one.quantity.key in start and one.sd > 0 and start[one.quantity.key].sd > 0
    )


def _moved(one: Performance, start: Performance) -> str:
    biases = [each.bias.value / each.sd for each in (start, one)]
    error = hypot(start.bias.error / start.sd, one.bias.error / one.sd)
    if not isfinite(error) or not abs(biases[1] - biases[0]) > CLEAR * error:
        return ""
    coverage = ""
    if isfinite(start.coverage.value) and isfinite(one.coverage.value):
        coverage = (
            f", coverage from {100 * start.coverage.value:.1f} % to "
            f"{100 * one.coverage.value:.1f} %"
        )
    return (
        f" The bias of “{one.quantity.title}: {one.quantity.label}” goes from {biases[0]:.3f} to "
        f"{biases[1]:.3f} SDs (Monte Carlo SE of the difference {error:.3f}){coverage}."
    )
