"""What an unmeasured confounder would have to be to explain a direct effect away."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from limen.results import Floats


class EValue(NamedTuple):
    """E-values of an estimate and of its limit nearer to no effect."""

    estimate: float
    limit: float


def e_value(ratio: float, lower: float, upper: float) -> EValue:
    r"""E-value of a risk ratio and of its confidence limit: $RR + \sqrt{RR(RR-1)}$, RR ≥ 1.

    The least strength, as a risk ratio, with which an unmeasured confounder would have to be tied
    to both belief (or treatment) and outcome to explain the estimate. Ratios below 1 are inverted;
    a limit on the other side of 1 gives 1.

    ```bibtex
    @article{vanderweele2017sensitivity,
      title   = {Sensitivity analysis in observational research: introducing the {E}-value},
      author  = {VanderWeele, Tyler J. and Ding, Peng},
      journal = {Annals of Internal Medicine},
      volume  = {167}, number = {4}, pages = {268--274}, year = {2017}
    }
    ```
    """
    if ratio < 1:
        ratio, lower, upper = 1 / ratio, 1 / upper, 1 / lower
    return EValue(_strength(ratio), _strength(lower) if lower > 1 else 1.0)


def e_value_of_difference(difference: float, standard_error: float, sd: float) -> EValue:
    r"""E-value of a difference of means: with d = difference/SD, $RR \approx e^{0.91d}$.

    Limits are $e^{0.91d \pm 1.78\,s_d}$ (VanderWeele & Ding 2017). The approximation takes the
    outcome as roughly normal and cut at a threshold that is not extreme.
    """
    d, s = difference / sd, standard_error / sd
    return e_value(
        float(np.exp(0.91 * d)), float(np.exp(0.91 * d - 1.78 * s)),
        float(np.exp(0.91 * d + 1.78 * s)),
    )  # fmt: skip


def bias(effect_on_outcome: Floats | float, prevalence_difference: Floats | float) -> Floats:
    r"""Bias of CDE(m) from one unmeasured U: $\gamma\,\{E[U \mid 1, m] - E[U \mid 0, m]\}$.

    γ is what one unit of U does to the outcome, the same in both arms; the difference in U (a
    prevalence, if U is yes or no) is between arms among those of belief m, given what was
    measured. Subtract it from the estimate.

    ```bibtex
    @article{vanderweele2010bias,
      title   = {Bias formulas for sensitivity analysis for direct and indirect effects},
      author  = {VanderWeele, Tyler J.},
      journal = {Epidemiology},
      volume  = {21}, number = {4}, pages = {540--551}, year = {2010}
    }
    ```
    """
    product: Floats = np.multiply(effect_on_outcome, prevalence_difference, dtype=np.float64)
    return product


def tipping_effect(value: float, prevalence_difference: Floats) -> Floats:
    """γ at which the bias equals `value`, for each difference in prevalence (none may be 0)."""
    return np.asarray(value / prevalence_difference)


def _strength(ratio: float) -> float:
    return float(ratio + np.sqrt(ratio * (ratio - 1)))
