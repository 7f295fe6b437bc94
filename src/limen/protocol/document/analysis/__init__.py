"""What the study wants to know, and how it will be computed."""

from limen.protocol.document.analysis.analyses import Analysis
from limen.protocol.document.analysis.belief_analyses import (
    BlindingAnalysis,
    DirectEffect,
    GuessRateCurve,
)
from limen.protocol.document.analysis.estimands import (
    INTERCURRENT_EVENTS,
    Contrast,
    Estimand,
    IntercurrentEvents,
)
from limen.protocol.document.analysis.missing_data_analyses import (
    DeltaTipping,
    ReferenceBasedImputation,
)
from limen.protocol.document.analysis.model_analyses import MixedModel, Mmrm, RerandomisationTest
from limen.protocol.document.analysis.multiplicity import (
    Gatekeeping,
    Multiplicity,
    StepwiseProcedure,
)
from limen.protocol.document.analysis.plan import AnalysisPlan, MissingData
from limen.protocol.document.analysis.resilience_analyses import (
    AffectDynamics,
    Recovery,
    ReliableChange,
    StressorReactivity,
)
from limen.protocol.document.analysis.safety_analyses import AdverseEventAnalysis

__all__ = [
    "INTERCURRENT_EVENTS",
    "AdverseEventAnalysis",
    "AffectDynamics",
    "Analysis",
    "AnalysisPlan",
    "BlindingAnalysis",
    "Contrast",
    "DeltaTipping",
    "DirectEffect",
    "Estimand",
    "Gatekeeping",
    "GuessRateCurve",
    "IntercurrentEvents",
    "MissingData",
    "MixedModel",
    "Mmrm",
    "Multiplicity",
    "Recovery",
    "ReferenceBasedImputation",
    "ReliableChange",
    "RerandomisationTest",
    "StepwiseProcedure",
    "StressorReactivity",
]
