"""The drug-intensity rating: a large mass at zero, and a skewed rest up to 100."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from limen.pharmacology.substance import PerceptibilityEntry
from limen.results import Bools, Floats

LARGEST = 100.0


@dataclass(frozen=True, kw_only=True)
class Intensity:
    """Ratings 0-100 by what was taken and guessed, arrays (2, 2): [took active, guessed active].

    A rating is 0 with probability `zero`; the rest is a beta distribution on 0-100 with `mean` and
    `sd`, which must be below √(mean · (100 − mean)).
    """

    zero: Floats
    mean: Floats
    sd: Floats

    def __post_init__(self) -> None:
        if np.any((self.zero < 0) | (self.zero > 1)):
            raise ValueError("A share of zeros lies between 0 and 1.")
        if np.any((self.mean <= 0) | (self.mean >= LARGEST)):
            raise ValueError("The mean of the ratings above zero lies between 0 and 100.")
        if np.any((self.sd <= 0) | (self.sd**2 >= self.mean * (LARGEST - self.mean))):
            raise ValueError("The SD of the ratings above zero is impossible for their mean.")

    @property
    def overall_mean(self) -> Floats:
        """Mean rating with the zeros, (2, 2)."""
        return np.asarray((1 - self.zero) * self.mean)

    @property
    def overall_sd(self) -> Floats:
        """SD of ratings with the zeros, (2, 2)."""
        spread = (1 - self.zero) * (self.sd**2 + self.zero * self.mean**2)
        return np.asarray(np.sqrt(spread))

    @property
    def shapes(self) -> tuple[Floats, Floats]:
        """The beta distribution's two parameters, each (2, 2)."""
        share, spread = self.mean / LARGEST, self.sd / LARGEST
        both = share * (1 - share) / spread**2 - 1
        return np.asarray(share * both), np.asarray((1 - share) * both)

    def draw(
        self, took_active: npt.ArrayLike, guessed_active: npt.ArrayLike, rng: np.random.Generator
    ) -> Floats:
        """A rating for each taking and guess (booleans of one shape), not yet on a grid."""
        took, said = np.broadcast_arrays(took_active, guessed_active)
        cell = (took.astype(np.intp), said.astype(np.intp))
        first, second = (parameter[cell] for parameter in self.shapes)
        felt: Bools = rng.random(took.shape) >= self.zero[cell]
        return np.where(felt, LARGEST * rng.beta(first, second), 0.0)


def intensity_of(entry: PerceptibilityEntry) -> Intensity:
    """The rating model of a substance's file."""
    cells = (
        (entry.intensity.placebo_guessed_placebo, entry.intensity.placebo_guessed_active),
        (entry.intensity.active_guessed_placebo, entry.intensity.active_guessed_active),
    )
    zero, mean, sd = (
        np.array([[getattr(cell, name).value for cell in row] for row in cells])
        for name in ("zero", "mean", "sd")
    )
    return Intensity(zero=zero, mean=mean, sd=sd)


def summarise_ratings(
    rating: npt.ArrayLike, took_active: npt.ArrayLike, guessed_active: npt.ArrayLike
) -> Intensity:
    """Share of zeros, mean and SD of the rest, per taken and guessed; NaN ratings are left out.

    Raises ValueError where a cell has fewer than two ratings above zero.
    """
    x = np.asarray(rating, dtype=float)
    took, said = np.asarray(took_active, dtype=bool), np.asarray(guessed_active, dtype=bool)
    found = np.empty((3, 2, 2))
    for i, j in np.ndindex(2, 2):
        own = x[(took == bool(i)) & (said == bool(j)) & ~np.isnan(x)]
        felt = own[own > 0]
        if felt.size < 2:
            raise ValueError("Every cell of taken × guessed needs two ratings above zero.")
        found[:, i, j] = 1 - felt.size / own.size, felt.mean(), felt.std(ddof=1)
    return Intensity(zero=found[0], mean=found[1], sd=found[2])
