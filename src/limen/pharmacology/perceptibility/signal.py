"""Signal detection: how well a dose can be told from placebo, and how much it takes to say so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from limen.results import Floats


@dataclass(frozen=True, kw_only=True)
class Detection:
    """d′ and criterion k with their standard errors and covariance, arrays of one shape."""

    discriminability: Floats
    discriminability_standard_error: Floats
    criterion: Floats
    criterion_standard_error: Floats
    covariance: Floats


def probability_of_saying_active(
    discriminability: npt.ArrayLike, criterion: npt.ArrayLike, criterion_sd: npt.ArrayLike = 0.0
) -> Floats:
    r"""Probability of answering "active", $\Phi((d' - k) / \sqrt{1 + \sigma_k^2})$.

    d′ is 0 for those who took placebo, and k is what both arms share: people who seldom say
    "active" are right about placebo and wrong about the dose, by one and the same habit. So there
    is no one probability of a correct guess. `criterion_sd` averages over people whose criterion
    varies about k; leave it 0 for one person, or where d′ and k were estimated as averages.

    ```bibtex
    @book{green1966signal,
      title     = {Signal detection theory and psychophysics},
      author    = {Green, David M. and Swets, John A.},
      publisher = {Wiley}, year = {1966}
    }
    ```
    """
    from scipy.special import ndtr

    distance = np.subtract(discriminability, criterion)
    return np.asarray(ndtr(distance / np.sqrt(1.0 + np.square(criterion_sd))))


def detection(
    *,
    active_guessed_active: npt.ArrayLike,
    active: npt.ArrayLike,
    placebo_guessed_active: npt.ArrayLike,
    placebo: npt.ArrayLike,
) -> Detection:
    r"""d′ and k of counts of guesses, arrays of one shape, with delta-method standard errors.

    $k = -\Phi^{-1}(p_P)$ and $d' = \Phi^{-1}(p_A) + k$ with the shares saying "active" in the two
    arms; $\mathrm{var}\,\Phi^{-1}(p) = p(1-p) / (n \phi^2)$. The standard errors treat guesses as
    independent; people answer more than once, so they are rather too small. Where everybody or
    nobody says "active", half a guess is added to both answers of that arm.
    """
    hit, hit_variance = _deviate(active_guessed_active, active)
    alarm, alarm_variance = _deviate(placebo_guessed_active, placebo)
    return Detection(
        discriminability=hit - alarm,
        discriminability_standard_error=np.sqrt(hit_variance + alarm_variance),
        criterion=-alarm,
        criterion_standard_error=np.sqrt(alarm_variance),
        covariance=alarm_variance,
    )


def after_doses(
    discriminability: npt.ArrayLike,
    *,
    earlier_doses: npt.ArrayLike,
    tolerance_per_dose: npt.ArrayLike,
) -> Floats:
    """d′ after a number of earlier doses: lower by the tolerance for each, never below 0."""
    fallen = np.subtract(discriminability, np.multiply(tolerance_per_dose, earlier_doses))
    return np.asarray(np.maximum(fallen, 0.0))


def _deviate(yes: npt.ArrayLike, trials: npt.ArrayLike) -> tuple[Floats, Floats]:
    from scipy.special import ndtri

    y, n = np.asarray(yes, dtype=float), np.asarray(trials, dtype=float)
    if np.any(n < 1) or np.any(y < 0) or np.any(y > n):
        raise ValueError("Counts need at least one guess per arm, and no more yeses than guesses.")
    extreme = (y == 0) | (y == n)
    y, n = np.where(extreme, y + 0.5, y), np.where(extreme, n + 1.0, n)
    p = y / n
    z = np.asarray(ndtri(p))
    density = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    return z, np.asarray(p * (1 - p) / (n * density**2))
