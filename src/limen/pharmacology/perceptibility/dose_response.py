"""Does noticing rise with the dose? What bands of doses can say, with a likelihood-ratio test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limen.errors import AnalysisError
from limen.pharmacology.perceptibility.probit import ProbitFit, fit_probit
from limen.pharmacology.substance import GuessCounts
from limen.results import Estimate, Floats

REFERENCE_MICROGRAMS = 10.0


@dataclass(frozen=True, kw_only=True)
class DoseResponse:
    """Three models of d′ over bands of doses, with one criterion or one per band.

    `slope` is that of d′ per microgram. `likelihood_ratio` (1 degree of freedom) and `p` compare a
    straight line with one d′ for all; `constant` and `proportional` (d′ per 10 micrograms) have as
    many parameters as each other, and `log_likelihoods` says how alike they fit.
    """

    slope: Estimate
    likelihood_ratio: float
    p: float
    constant: Estimate
    proportional: Estimate
    log_likelihoods: dict[str, float]

    @property
    def identified(self) -> bool:
        """Whether the counts tell a slope from none, at 5 %."""
        return self.p < 0.05


def dose_response(bands: Sequence[GuessCounts], *, criterion_per_band: bool) -> DoseResponse:
    """Fit the three models to counts by band, by maximum likelihood.

    Guesses count as independent, which they are not quite: people answer up to four times. Raises
    AnalysisError for fewer than two bands with a mean dose.
    """
    dosed = [band for band in bands if band.mean_dose_micrograms is not None]
    if len(dosed) < 2:
        raise AnalysisError("A slope needs at least two bands of doses with their mean doses.")
    dose = np.array([band.mean_dose_micrograms for band in dosed], dtype=float)
    fits = _fits(dosed, dose, criterion_per_band)
    ratio = 2 * (fits["linear"].log_likelihood - fits["constant"].log_likelihood)
    n = sum(band.active + band.placebo for band in dosed)
    return DoseResponse(
        slope=_last(fits["linear"], "slope of d′", "SD per ug", n),
        likelihood_ratio=ratio,
        p=_upper_tail(ratio),
        constant=_last(fits["constant"], "d′, any dose alike", "SD", n),
        proportional=_last(fits["proportional"], "d′ at 10 ug, proportional", "SD", n),
        log_likelihoods={name: fit.log_likelihood for name, fit in fits.items()},
    )


def _fits(
    bands: Sequence[GuessCounts], dose: Floats, criterion_per_band: bool
) -> dict[str, ProbitFit]:
    yes = [b.active_guessed_active for b in bands] + [b.placebo_guessed_active for b in bands]
    trials = [b.active for b in bands] + [b.placebo for b in bands]
    size = len(bands)
    took = np.repeat([1.0, 0.0], size)[:, None]
    away = took * (np.tile(dose, 2)[:, None] - REFERENCE_MICROGRAMS)
    share = took * np.tile(dose, 2)[:, None] / REFERENCE_MICROGRAMS
    habit = np.vstack([np.eye(size)] * 2) if criterion_per_band else np.ones((2 * size, 1))
    designs = {
        "constant": [habit, took],
        "linear": [habit, took, away],
        "proportional": [habit, share],
    }
    return {name: fit_probit(np.hstack(parts), yes, trials) for name, parts in designs.items()}


def _last(fit: ProbitFit, label: str, unit: str, n: int) -> Estimate:
    return Estimate.normal(
        label=label,
        value=float(fit.coefficients[-1]),
        standard_error=float(fit.standard_errors[-1]),
        unit=unit,
        n=n,
    )


def _upper_tail(chi_square: float) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(1.0, max(chi_square, 0.0)))
