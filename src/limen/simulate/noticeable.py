"""How far the interventions shift the evidence of the typical person."""

from __future__ import annotations

from math import sqrt

import numpy as np

from limen.pharmacology import substance
from limen.pharmacology.perceptibility import perceptibility_of
from limen.protocol import Protocol, known
from limen.protocol.document.treatment import Dose
from limen.results import Floats
from limen.simulate.scenario import Scenario


def dose_micrograms(protocol: Protocol, intervention: str) -> float | None:
    """The planned amount of an intervention; 0 without a dose, None where it is not one amount."""
    planned = protocol.intervention(intervention)
    if planned.kind != "active":
        return 0.0
    dose = getattr(planned, "dose", None)
    if isinstance(dose, Dose) and known(dose.amount) and known(dose.unit):
        return float(dose.micrograms)
    return None


def typical_d_prime(
    scenario: Scenario, protocol: Protocol, interventions: tuple[str, ...]
) -> Floats:
    """d′ of the interventions for the typical person, shape (K,).

    Of the scenario, or the substance's file's: that one is stretched by what people differ in.
    """
    exposure = scenario.exposure
    if exposure.d_prime == "given" or exposure.substance is None:
        sizes = scenario.noticing.d_prime
        kinds = [protocol.intervention(name).kind for name in interventions]
        return np.array([sizes.of(*pair) for pair in zip(interventions, kinds, strict=True)])
    model = perceptibility_of(substance(exposure.substance), exposure.d_prime)
    doses = [dose_micrograms(protocol, name) or 0.0 for name in interventions]
    return model.discriminability_at(doses) * stretch(scenario)


def stretch(scenario: Scenario) -> float:
    """How much larger d′ is within a person than between the average guesses of many."""
    belief = scenario.belief
    return sqrt(1 + belief.criterion_sd**2 + belief.expectation**2 + belief.mood**2)
