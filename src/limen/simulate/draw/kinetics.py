"""How much of a dose is in a person, compared with the typical person."""

from __future__ import annotations

import numpy as np

from limen.pharmacology import kinetics_of_people, relative_peak, substance, variability_of
from limen.results import Floats
from limen.simulate.draw.noise import Noise
from limen.simulate.study import Study


def relative_exposure(study: Study, noise: Noise) -> Floats | None:
    """Peak concentration over the typical person's, shape (R, N); None if nothing follows it."""
    supposed = study.scenario.exposure
    if supposed.substance is None or not supposed.scales:
        return None
    which = substance(supposed.substance)
    typical = which.kinetics_of(supposed.formulation)
    deviates = np.moveaxis(noise.normal("kinetics", 3, study.people), 1, 0)
    people = kinetics_of_people(typical, variability_of(which.variability), deviates)
    return relative_peak(people, typical)
