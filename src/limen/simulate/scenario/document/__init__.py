"""The parts of a scenario document, as frozen classes; each left out means that nothing happens."""

from limen.simulate.scenario.document.belief import Belief, Expectation, Noticing, Raters, Told
from limen.simulate.scenario.document.events import (
    Adherence,
    CodeBreak,
    Leaving,
    Rescue,
    SideEffect,
)
from limen.simulate.scenario.document.exposure import Exposure
from limen.simulate.scenario.document.outcomes import Felt, NamedOutcome, OutcomeModel
from limen.simulate.scenario.document.people import CovariateModel, Mood, Stressors
from limen.simulate.scenario.document.scenario import Scenario
from limen.simulate.scenario.document.supposition import DoseEffect, Supposition

__all__ = [
    "Adherence",
    "Belief",
    "CodeBreak",
    "CovariateModel",
    "DoseEffect",
    "Expectation",
    "Exposure",
    "Felt",
    "Leaving",
    "Mood",
    "NamedOutcome",
    "Noticing",
    "OutcomeModel",
    "Raters",
    "Rescue",
    "Scenario",
    "SideEffect",
    "Stressors",
    "Supposition",
    "Told",
]
