"""How fast the error rate may be spent: alpha used by an information fraction."""

from __future__ import annotations

from collections.abc import Callable
from math import e, exp, log, sqrt
from statistics import NormalDist

from limen.errors import BoundaryError

_NORMAL = NormalDist()


def obrien_fleming(alpha: float, t: float, _: float = 0.0) -> float:
    r"""Lan-DeMets spending like O'Brien-Fleming, $2(1 - \Phi(z_{\alpha/2} / \sqrt t))$.

    ```bibtex
    @article{lan1983discrete,
      title   = {Discrete sequential boundaries for clinical trials},
      author  = {Lan, K. K. Gordon and DeMets, David L.},
      journal = {Biometrika},
      volume  = {70}, number = {3}, pages = {659--663}, year = {1983}
    }
    ```
    """
    return 2 * (1 - _NORMAL.cdf(_NORMAL.inv_cdf(1 - alpha / 2) / sqrt(t)))


def pocock(alpha: float, t: float, _: float = 0.0) -> float:
    r"""Lan-DeMets spending like Pocock, $\alpha \log(1 + (e - 1) t)$."""
    return alpha * log(1 + (e - 1) * t)


def kim_demets(alpha: float, t: float, power: float) -> float:
    r"""Power-family spending, $\alpha t^\rho$ (Kim and DeMets 1987, Biometrika 74:149)."""
    return float(alpha * t**power)


def hwang_shih_decani(alpha: float, t: float, gamma: float) -> float:
    r"""Gamma-family spending, $\alpha (1 - e^{-\gamma t}) / (1 - e^{-\gamma})$.

    $\gamma = 0$ spends linearly. Hwang, Shih and De Cani 1990, Statistics in Medicine 9:1439.
    """
    if gamma == 0:
        return alpha * t
    return alpha * (1 - exp(-gamma * t)) / (1 - exp(-gamma))


SPENDING: dict[str, Callable[[float, float, float], float]] = {
    "obrien_fleming_spending": obrien_fleming,
    "pocock_spending": pocock,
    "kim_demets": kim_demets,
    "hwang_shih_decani": hwang_shih_decani,
}


def spent(alpha: float, information: float, kind: str, parameter: float = 0.0) -> float:
    """Cumulative alpha that a spending function allows at an information fraction in (0, 1]."""
    if kind not in SPENDING:
        raise BoundaryError(f"Unknown spending function {kind!r}; use {', '.join(SPENDING)}.")
    return SPENDING[kind](alpha, information, parameter)
