"""From concentration to the share of receptors occupied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from limen.results import Floats

_Z = 1.959963984540054


@dataclass(frozen=True, kw_only=True)
class Binding:
    """One site: the largest occupancy, and the concentration that gives half of it in ng/mL."""

    largest_occupancy: Floats | float
    half_occupancy_nanograms_per_millilitre: Floats | float

    def occupancy(self, concentration_nanograms_per_millilitre: npt.ArrayLike) -> Floats:
        r"""Share of receptors occupied, $O_{max} \cdot C / (EC_{50} + C)$.

        ```bibtex
        @article{madsen2019psychedelic,
          title   = {Psychedelic effects of psilocybin correlate with serotonin 2A receptor
                     occupancy and plasma psilocin levels},
          author  = {Madsen, Martin K. and Fisher, Patrick M. and Burmester, Daniel and others},
          journal = {Neuropsychopharmacology},
          volume  = {44}, number = {7}, pages = {1328--1334}, year = {2019}
        }
        ```
        """
        free = np.maximum(np.asarray(concentration_nanograms_per_millilitre, dtype=float), 0.0)
        return np.asarray(
            self.largest_occupancy * free / (self.half_occupancy_nanograms_per_millilitre + free)
        )


def log_sd_of_interval(lower: float, upper: float) -> float:
    """The log-SD of a log-normal quantity whose central 95 % lie between two limits."""
    return float(np.log(upper / lower) / (2 * _Z))


def draw_binding(
    *,
    largest_occupancy: tuple[float, float, float],
    half_occupancy_nanograms_per_millilitre: tuple[float, float, float],
    draws: int,
    rng: np.random.Generator,
) -> Binding:
    """Possible bindings, arrays (draws,): what the published intervals leave open.

    Each quantity is (value, lower, upper) of a 95 % interval, drawn log-normal about the value and
    independent of the other: their correlation is not published. In such fits it is positive as a
    rule, so the band is rather too wide at low concentrations than too narrow. The largest
    occupancy is cut at 1.
    """
    deviates = rng.standard_normal((2, draws))
    largest, half = (
        value * np.exp(log_sd_of_interval(lower, upper) * z)
        for (value, lower, upper), z in zip(
            (largest_occupancy, half_occupancy_nanograms_per_millilitre), deviates, strict=True
        )
    )
    return Binding(
        largest_occupancy=np.minimum(largest, 1.0), half_occupancy_nanograms_per_millilitre=half
    )
