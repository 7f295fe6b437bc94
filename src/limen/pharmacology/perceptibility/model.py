"""A substance's perceptibility: the fitted model as numbers, and as draws of its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from limen.errors import AnalysisError
from limen.pharmacology.perceptibility.signal import after_doses, probability_of_saying_active
from limen.pharmacology.substance import Substance
from limen.results import Floats

Shape = Literal["constant", "proportional"]


@dataclass(frozen=True, kw_only=True)
class Perceptibility:
    """d′ and k of the average guess; arrays (draws,) when they stand for their uncertainty.

    `constant` gives every dose above zero the same d′; `proportional` multiplies d′ by exposure
    relative to the reference dose. Guesses so far fit both equally well.
    """

    shape: Shape
    discriminability: npt.ArrayLike
    criterion: npt.ArrayLike
    criterion_sd: float
    tolerance_per_dose: npt.ArrayLike
    reference_dose_micrograms: float | None = None

    def discriminability_at(
        self,
        dose_micrograms: npt.ArrayLike,
        *,
        relative_exposure: npt.ArrayLike = 1.0,
        earlier_doses: npt.ArrayLike = 0,
    ) -> Floats:
        """d′ of doses; `relative_exposure` is a person's effect-site peak over the typical one."""
        dose = np.asarray(dose_micrograms, dtype=float)
        if self.reference_dose_micrograms is None:
            strength = np.where(dose > 0, 1.0, 0.0)
        else:
            strength = np.asarray(dose * relative_exposure / self.reference_dose_micrograms)
        return after_doses(
            np.multiply(self.discriminability, strength),
            earlier_doses=earlier_doses,
            tolerance_per_dose=np.asarray(self.tolerance_per_dose),
        )

    def probability(
        self,
        dose_micrograms: npt.ArrayLike,
        *,
        relative_exposure: npt.ArrayLike = 1.0,
        earlier_doses: npt.ArrayLike = 0,
    ) -> Floats:
        """Share of average people who say "active" after doses; 0 micrograms is placebo."""
        found = self.discriminability_at(
            dose_micrograms, relative_exposure=relative_exposure, earlier_doses=earlier_doses
        )
        return probability_of_saying_active(found, self.criterion)

    def of_person(self, deviate: npt.ArrayLike) -> tuple[Floats, Floats]:
        """d′ and k of persons whose criterion lies `deviate` SDs from the middle.

        The file's d′ and k are of the average guess, so both are stretched by √(1 + SD²): averaged
        over people, the guesses are the file's again.
        """
        stretch = float(np.sqrt(1 + self.criterion_sd**2))
        criterion = np.multiply(self.criterion, stretch) + np.multiply(self.criterion_sd, deviate)
        return np.multiply(self.discriminability, stretch), np.asarray(criterion)


def perceptibility_of(substance: Substance, shape: Shape = "constant") -> Perceptibility:
    """A substance's model at its estimates; AnalysisError where the shape has never been fitted."""
    entry = substance.perceptibility
    fitted = entry.constant if shape == "constant" else entry.proportional
    if fitted is None:
        raise AnalysisError(
            f"Guesses about {substance.title} carry no dose, so d′ cannot be made to depend on it. "
            'Use the shape "constant".'
        )
    return Perceptibility(
        shape=shape,
        discriminability=fitted.discriminability.value,
        criterion=fitted.criterion.value,
        criterion_sd=entry.criterion_sd.value,
        tolerance_per_dose=entry.tolerance_per_dose.value,
        reference_dose_micrograms=entry.reference_dose_micrograms
        if shape == "proportional"
        else None,
    )


def draw_perceptibility(
    substance: Substance, shape: Shape, *, draws: int, rng: np.random.Generator
) -> Perceptibility:
    """Possible models, arrays (draws,): normal about the estimates, d′ and k correlated."""
    middle = perceptibility_of(substance, shape)
    entry = substance.perceptibility
    fitted = entry.constant if shape == "constant" else entry.proportional
    assert fitted is not None
    r = fitted.correlation.value
    z = rng.standard_normal((3, draws))
    criterion = fitted.criterion.value + (fitted.criterion.standard_error or 0.0) * z[0]
    noise = r * z[0] + np.sqrt(1 - r**2) * z[1]
    return Perceptibility(
        shape=shape,
        discriminability=fitted.discriminability.value
        + (fitted.discriminability.standard_error or 0.0) * noise,
        criterion=criterion,
        criterion_sd=middle.criterion_sd,
        tolerance_per_dose=entry.tolerance_per_dose.value
        + (entry.tolerance_per_dose.standard_error or 0.0) * z[2],
        reference_dose_micrograms=middle.reference_dose_micrograms,
    )
