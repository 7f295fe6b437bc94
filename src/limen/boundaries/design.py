"""A group-sequential design: boundaries, error spent, and what the looks cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from limen.boundaries.process import GoingOn, crossing, exit_probability, go_on, root, upper_tail
from limen.boundaries.spending import SPENDING, spent
from limen.errors import BoundaryError
from limen.results import Floats

_NORMAL = NormalDist()
_SHAPES = {"obrien_fleming": 0.0, "pocock": 0.5}
KINDS = ("obrien_fleming", "pocock", "wang_tsiatis", "haybittle_peto", *SPENDING)


@dataclass(frozen=True, kw_only=True)
class SequentialDesign:
    """Boundaries on the z scale, a number per look; probabilities are cumulative.

    `power` is that of crossing on the side of the effect: a two-sided design does not count the
    wrong side. `inflation` is the maximum information relative to a fixed design of the same
    power; `expected_h1` and `expected_h0` are expected information relative to it.
    """

    kind: str
    information: tuple[float, ...]
    two_sided: bool
    alpha: float
    power: float
    z: tuple[float, ...]
    stage_levels: tuple[float, ...]  # one-sided
    alpha_spent: tuple[float, ...]
    drift: float
    inflation: float
    expected_h1: float
    expected_h0: float

    def crosses(self, look: int, z: float) -> bool:
        """Whether the statistic of look 0, 1, ... crosses its boundary."""
        return (abs(z) if self.two_sided else z) >= self.z[look]

    def stopping(self, effect: float) -> Floats:
        """Probability of stopping at each look, (looks, 2), at `effect` × the design's drift."""
        return crossing(
            information=self.information,
            upper=self.z,
            two_sided=self.two_sided,
            drift=effect * self.drift,
        )


def sequential_design(
    *,
    kind: str,
    information: Sequence[float],
    alpha: float,
    two_sided: bool,
    power: float = 0.8,
    parameter: float = 0.0,
) -> SequentialDesign:
    r"""Return the boundaries of `kind` at the given information fractions (the last is 1).

    `parameter` is $\Delta$ of Wang-Tsiatis ($z_k \propto t_k^{\Delta - 1/2}$), the early boundary
    of Haybittle-Peto (3 is usual), $\rho$ of Kim-DeMets or $\gamma$ of Hwang-Shih-De Cani.
    Two-sided designs are symmetric and spend $\alpha / 2$ on each side. Information is the
    model's, not the number enrolled.

    ```bibtex
    @article{wang1987approximately,
      title   = {Approximately optimal one-parameter boundaries for group sequential trials},
      author  = {Wang, Samuel K. and Tsiatis, Anastasios A.},
      journal = {Biometrics},
      volume  = {43}, number = {1}, pages = {193--199}, year = {1987}
    }
    ```
    """
    rates = _checked(kind, information, alpha, power)
    per_side = alpha / 2 if two_sided else alpha
    if kind in SPENDING:
        z = _spending_bounds(rates, per_side, two_sided, kind, parameter)
    else:
        z = _shaped_bounds(rates, per_side, two_sided, kind, parameter)
    null = crossing(information=rates, upper=z, two_sided=two_sided, drift=0.0)
    drift = _drift(rates, z, two_sided, power)
    fixed = _NORMAL.inv_cdf(1 - per_side) + _NORMAL.inv_cdf(power)
    inflation = (drift / fixed) ** 2
    under = crossing(information=rates, upper=z, two_sided=two_sided, drift=drift)
    return SequentialDesign(
        kind=kind,
        information=rates,
        two_sided=two_sided,
        alpha=alpha,
        power=power,
        z=z,
        stage_levels=tuple(float(level) for level in upper_tail(np.array(z))),
        alpha_spent=tuple(np.cumsum(null.sum(axis=1)).tolist()),
        drift=drift,
        inflation=inflation,
        expected_h1=inflation * _expected_information(rates, under),
        expected_h0=inflation * _expected_information(rates, null),
    )


def _checked(
    kind: str, information: Sequence[float], alpha: float, power: float
) -> tuple[float, ...]:
    rates = tuple(float(t) for t in information)
    increasing = all(a < b for a, b in zip((0.0, *rates), rates, strict=False))
    if not rates or not increasing or abs(rates[-1] - 1) > 1e-12:
        raise BoundaryError(
            f"Information rates {rates} must increase from above 0 to exactly 1, "
            "for example [0.5, 1]."
        )
    if kind not in KINDS:
        raise BoundaryError(f"Unknown boundary {kind!r}; choose one of {', '.join(KINDS)}.")
    if not 0 < alpha < 0.5 or not alpha < power < 1:
        raise BoundaryError(
            f"alpha {alpha} and power {power}: alpha must lie between 0 and 0.5, "
            "power between alpha and 1."
        )
    return rates


def _error(rates: tuple[float, ...], z: tuple[float, ...], two_sided: bool) -> float:
    """The one-sided error of boundaries."""
    return float(crossing(information=rates, upper=z, two_sided=two_sided, drift=0.0)[:, 0].sum())


def _shaped_bounds(
    rates: tuple[float, ...], per_side: float, two_sided: bool, kind: str, parameter: float
) -> tuple[float, ...]:
    if kind == "haybittle_peto":
        early = parameter or 3.0

        def bounds(last: float) -> tuple[float, ...]:
            return (*(early for _ in rates[:-1]), last)
    else:
        exponent = _SHAPES.get(kind, parameter) - 0.5

        def bounds(last: float) -> tuple[float, ...]:
            return tuple(last * t**exponent for t in rates)

    last = root(lambda c: _error(rates, bounds(c), two_sided) - per_side, 0.2, 9.0)
    return bounds(last)


def _spending_bounds(
    rates: tuple[float, ...], per_side: float, two_sided: bool, kind: str, parameter: float
) -> tuple[float, ...]:
    bounds: list[float] = []
    before: GoingOn | None = None
    used = 0.0
    for t in rates:
        allowed = spent(per_side, t, kind, parameter)
        share = max(allowed - used, 1e-16)
        used = allowed

        def too_much(c: float, share: float = share, t: float = t) -> float:
            return exit_probability(before, information=t, bound=c, drift=0.0) - share  # noqa: B023

        bound = root(too_much, -1.0, 8.5)
        bounds.append(bound)
        floor = -bound if two_sided else -np.inf
        if t < 1:
            before = go_on(before, information=t, lower=floor, upper=bound, drift=0.0)
    return tuple(bounds)


def _drift(rates: tuple[float, ...], z: tuple[float, ...], two_sided: bool, power: float) -> float:
    def shortfall(theta: float) -> float:
        reached = crossing(information=rates, upper=z, two_sided=two_sided, drift=theta)
        return power - float(reached[:, 0].sum())

    return root(shortfall, 0.0, 12.0)


def _expected_information(rates: tuple[float, ...], stopping: Floats) -> float:
    early = stopping.sum(axis=1)[:-1]
    at_the_end = 1 - early.sum()
    return float(early @ np.array(rates[:-1]) + at_the_end)
