"""An effect that lags the plasma: the effect compartment, and a response that saturates."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from limen.pharmacology.exponentials import bateman_three
from limen.pharmacology.kinetics import Kinetics, peak_hours
from limen.results import Floats

_LONGEST_HOURS = 400.0


def effect_site_concentration(
    hours: npt.ArrayLike,
    *,
    dose_micrograms: npt.ArrayLike,
    kinetics: Kinetics,
    equilibration_per_hour: npt.ArrayLike,
) -> Floats:
    r"""Effect-site concentration in ng/mL at `hours` after one dose; arguments are broadcast.

    The closed form of $dC_e/dt = k_0 (C - C_e)$ from 0, for the concentration of one compartment
    with first-order absorption: three exponentials, smooth where rates meet. Its area equals that
    of the concentration, it peaks later, and there it equals the concentration.

    ```bibtex
    @article{sheiner1979simultaneous,
      title   = {Simultaneous modeling of pharmacokinetics and pharmacodynamics: application to
                 d-tubocurarine},
      author  = {Sheiner, Lewis B. and Stanski, Donald R. and Vozeh, Samuel and Miller, Ronald D.
                 and Ham, Jay},
      journal = {Clinical Pharmacology and Therapeutics},
      volume  = {25}, number = {3}, pages = {358--371}, year = {1979}
    }
    ```
    """
    k, k0 = kinetics, equilibration_per_hour
    after = np.subtract(hours, k.lag_hours)
    shape = bateman_three(after, k.absorption_per_hour, k.elimination_per_hour, k0)
    scale = np.multiply(dose_micrograms, k.bioavailability) / np.asarray(k.volume_litres)
    with np.errstate(under="ignore"):
        return np.asarray(scale * k.absorption_per_hour * k0 * shape)


def effect_peak_hours(*, kinetics: Kinetics, equilibration_per_hour: float) -> float:
    """When the effect site of one person is highest, in hours after the dose."""
    from scipy.optimize import brentq

    start = float(peak_hours(kinetics))
    ahead = float(np.asarray(kinetics.lag_hours))

    def rising(hours: float) -> float:
        return _difference(hours, kinetics, equilibration_per_hour)

    end = start
    while rising(end) > 0 and end < _LONGEST_HOURS:
        end = ahead + 2 * (end - ahead)
    return float(brentq(rising, start, end, xtol=1e-10))


def equilibration_for_peak(*, peak_hours: float, kinetics: Kinetics) -> float:
    """The rate per hour at which the effect site of one person peaks at `peak_hours`.

    Raises ValueError where the plasma itself peaks later: no effect compartment is that early.
    """
    from scipy.optimize import brentq

    from limen.pharmacology import kinetics as plasma

    earliest = float(plasma.peak_hours(kinetics))
    if not peak_hours > earliest:
        raise ValueError(
            f"The plasma peaks at {earliest:.3g} h, so the effect cannot peak at {peak_hours:.3g} h"
            ". Give a later time, or another set of kinetics."
        )

    def slope(log_rate: float) -> float:
        return _difference(peak_hours, kinetics, float(np.exp(log_rate)))

    return float(np.exp(brentq(slope, np.log(1e-3), np.log(1e3), xtol=1e-12)))


def share_of_maximum(
    effect_site_nanograms_per_millilitre: npt.ArrayLike,
    *,
    half_effect_nanograms_per_millilitre: npt.ArrayLike,
    slope: npt.ArrayLike = 1.0,
) -> Floats:
    r"""Share of the largest effect, $C_e^h / (EC_{50}^h + C_e^h)$, between 0 and 1."""
    site = np.asarray(effect_site_nanograms_per_millilitre, dtype=float)
    positive = np.where(site > 0, site, 1.0)
    with np.errstate(over="ignore", under="ignore"):
        ratio = np.power(np.divide(half_effect_nanograms_per_millilitre, positive), slope)
    return np.where(site > 0, 1.0 / (1.0 + ratio), 0.0)


def _difference(hours: float, kinetics: Kinetics, equilibration_per_hour: float) -> float:
    """Plasma minus effect site: positive while the effect rises."""
    from limen.pharmacology.kinetics import concentration

    plasma = concentration(hours, dose_micrograms=1.0, kinetics=kinetics)
    site = effect_site_concentration(
        hours,
        dose_micrograms=1.0,
        kinetics=kinetics,
        equilibration_per_hour=equilibration_per_hour,
    )
    return float(plasma) - float(site)
