"""One compartment with first-order absorption: concentration, its peak and its area."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from limen.pharmacology.exponentials import bateman
from limen.results import Floats

Numbers = Floats | float


@dataclass(frozen=True, kw_only=True)
class Kinetics:
    """How a dose appears in plasma and leaves it; a number for one person, arrays for many.

    Clearance and volume are apparent (CL/F, V/F) unless a source says otherwise; bioavailability
    is then relative to the formulation they were estimated with, and holds salt factors as well.
    All fields must broadcast with each other.
    """

    clearance_litres_per_hour: Numbers
    volume_litres: Numbers
    absorption_per_hour: Numbers
    bioavailability: Numbers = 1.0
    lag_hours: Numbers = 0.0

    def __post_init__(self) -> None:
        for name in ("clearance_litres_per_hour", "volume_litres", "absorption_per_hour"):
            if not np.all(np.asarray(getattr(self, name)) > 0):
                raise ValueError(f"{name} must be above 0 everywhere.")
        for name in ("bioavailability", "lag_hours"):
            if not np.all(np.asarray(getattr(self, name)) >= 0):
                raise ValueError(f"{name} must not be negative anywhere.")

    @property
    def elimination_per_hour(self) -> Floats:
        """Elimination rate, $k_e = CL / V$."""
        return np.divide(self.clearance_litres_per_hour, self.volume_litres)

    @property
    def half_life_hours(self) -> Floats:
        r"""Half-life of elimination, $\ln 2 / k_e$.

        Where absorption is slower than elimination, the concentration falls with absorption's.
        """
        return np.divide(np.log(2.0), self.elimination_per_hour)

    def scaled(self, *, clearance: float = 1.0, bioavailability: float = 1.0) -> Kinetics:
        """The same people with clearance and bioavailability multiplied, e.g. by a covariate."""
        return replace(
            self,
            clearance_litres_per_hour=np.multiply(self.clearance_litres_per_hour, clearance),
            bioavailability=np.multiply(self.bioavailability, bioavailability),
        )


def concentration(
    hours: npt.ArrayLike, *, dose_micrograms: npt.ArrayLike, kinetics: Kinetics
) -> Floats:
    r"""Concentration in ng/mL (µg/L) at `hours` after one dose; arguments are broadcast.

    $$C(t) = \frac{F D}{V} \cdot \frac{k_a}{k_a - k_e} \left(e^{-k_e t} - e^{-k_a t}\right)$$

    with $t$ counted from the end of the lag; 0 before it. Where $k_a$ meets $k_e$ it goes over
    into $\frac{F D}{V} k t e^{-kt}$ without a jump. For people × times, give hours of shape (T,)
    and kinetics of shape (N, 1).
    """
    k = kinetics
    after = np.subtract(hours, k.lag_hours)
    shape = bateman(after, k.absorption_per_hour, k.elimination_per_hour)
    with np.errstate(under="ignore"):
        return np.asarray(_scale(dose_micrograms, k) * k.absorption_per_hour * shape)


def peak_hours(kinetics: Kinetics) -> Floats:
    r"""When the concentration after one dose is highest, $\ln(k_a/k_e) / (k_a - k_e)$ plus lag."""
    ka, ke = np.broadcast_arrays(kinetics.absorption_per_hour, kinetics.elimination_per_hour)
    ratio = (ka - ke) / ke
    safe = np.where(ratio == 0, 1.0, ratio)
    return np.asarray(np.where(ratio == 0, 1.0, np.log1p(safe) / safe) / ke + kinetics.lag_hours)


def peak_concentration(*, dose_micrograms: npt.ArrayLike, kinetics: Kinetics) -> Floats:
    r"""The highest concentration after one dose in ng/mL, $\frac{F D}{V} e^{-k_e t_{max}}$."""
    since = peak_hours(kinetics) - np.asarray(kinetics.lag_hours)
    left = np.exp(-kinetics.elimination_per_hour * since)
    return np.asarray(_scale(dose_micrograms, kinetics) * left)


def relative_peak(people: Kinetics, typical: Kinetics) -> Floats:
    """People's peak after any one dose over the typical person's, shape of the people.

    It stands for relative exposure in a model of noticing. The effect site's own ratio has no
    closed form; over people it follows this one (correlation 0.99 for LSD).
    """
    own = peak_concentration(dose_micrograms=1.0, kinetics=people)
    return np.asarray(own / peak_concentration(dose_micrograms=1.0, kinetics=typical))


def area_under_curve(*, dose_micrograms: npt.ArrayLike, kinetics: Kinetics) -> Floats:
    """Area under the concentration, to infinity, in ng·h/mL: F·D / CL."""
    given = np.multiply(dose_micrograms, kinetics.bioavailability)
    return np.asarray(given / kinetics.clearance_litres_per_hour)


def accumulation(*, every_hours: npt.ArrayLike, kinetics: Kinetics) -> Floats:
    r"""How much of a dose's slow exponential is still there later, $1 / (1 - e^{-k \tau}) - 1$.

    At steady state under one dose every $\tau$ hours the terminal concentration is higher by this
    share than after one dose; $k$ is the slower of absorption and elimination.
    """
    slow = np.minimum(kinetics.absorption_per_hour, kinetics.elimination_per_hour)
    with np.errstate(under="ignore"):
        return np.asarray(1.0 / -np.expm1(-np.multiply(slow, every_hours)) - 1.0)


def absorption_for_peak(*, peak_hours: float, elimination_per_hour: float) -> float:
    """The absorption rate per hour at which the peak comes at `peak_hours` (no lag).

    There is one for every positive time; beyond $1/k_e$ it is slower than elimination. Raises
    ValueError for times that are not positive.
    """
    from scipy.optimize import brentq

    if not peak_hours > 0 or not elimination_per_hour > 0:
        raise ValueError("A peak needs a positive time and a positive elimination rate.")

    def late(log_rate: float) -> float:
        ratio = float(np.exp(log_rate)) / elimination_per_hour - 1.0
        when = 1.0 if ratio == 0 else float(np.log1p(ratio)) / ratio
        return when / elimination_per_hour - peak_hours

    centre = float(np.log(elimination_per_hour))
    return float(np.exp(brentq(late, centre - 30.0, centre + 30.0, xtol=1e-14)))


def volume_for_peak(
    *,
    peak_nanograms_per_millilitre: float,
    dose_micrograms: float,
    peak_hours: float,
    elimination_per_hour: float,
) -> float:
    r"""The apparent volume in litres that gives a printed peak, $\frac{D}{C_{max}} e^{-k_e t}$."""
    left = float(np.exp(-elimination_per_hour * peak_hours))
    return dose_micrograms / peak_nanograms_per_millilitre * left


def _scale(dose_micrograms: npt.ArrayLike, kinetics: Kinetics) -> Floats:
    given = np.multiply(dose_micrograms, kinetics.bioavailability)
    return np.asarray(given / np.asarray(kinetics.volume_litres))
