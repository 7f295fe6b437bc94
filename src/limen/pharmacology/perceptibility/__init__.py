"""From dose to guess: signal detection, its dependence on dose, the intensity rating, tolerance."""

from limen.pharmacology.perceptibility.dose_response import DoseResponse, dose_response
from limen.pharmacology.perceptibility.intensity import (
    Intensity,
    intensity_of,
    summarise_ratings,
)
from limen.pharmacology.perceptibility.model import (
    Perceptibility,
    draw_perceptibility,
    perceptibility_of,
)
from limen.pharmacology.perceptibility.probit import (
    ProbitFit,
    fit_probit,
    fit_probit_with_people,
)
from limen.pharmacology.perceptibility.signal import (
    Detection,
    after_doses,
    detection,
    probability_of_saying_active,
)

__all__ = [
    "Detection",
    "DoseResponse",
    "Intensity",
    "Perceptibility",
    "ProbitFit",
    "after_doses",
    "detection",
    "dose_response",
    "draw_perceptibility",
    "fit_probit",
    "fit_probit_with_people",
    "intensity_of",
    "perceptibility_of",
    "probability_of_saying_active",
    "summarise_ratings",
]
