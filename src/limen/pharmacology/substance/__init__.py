"""Substances as documented data: every parameter with its source, or marked as assumed."""

from limen.pharmacology.substance.document import (
    PRINTED_UNITS,
    CovariateEntry,
    FormulationEntry,
    KineticsEntry,
    Prediction,
    Source,
    Study,
    StudyResult,
    Substance,
    VariabilityEntry,
)
from limen.pharmacology.substance.load import load_substance, shipped_substances, substance
from limen.pharmacology.substance.noticing import GuessCounts, GuessShape, PerceptibilityEntry
from limen.pharmacology.substance.quantity import SEEN, Quantity

__all__ = [
    "PRINTED_UNITS",
    "SEEN",
    "CovariateEntry",
    "FormulationEntry",
    "GuessCounts",
    "GuessShape",
    "KineticsEntry",
    "PerceptibilityEntry",
    "Prediction",
    "Quantity",
    "Source",
    "Study",
    "StudyResult",
    "Substance",
    "VariabilityEntry",
    "load_substance",
    "shipped_substances",
    "substance",
]
