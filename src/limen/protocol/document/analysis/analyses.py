"""The analyses that a plan may hold, told apart by `estimator`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from limen.protocol.document.analysis.belief_analyses import (
    BlindingAnalysis,
    DirectEffect,
    GuessRateCurve,
)
from limen.protocol.document.analysis.missing_data_analyses import (
    DeltaTipping,
    ReferenceBasedImputation,
)
from limen.protocol.document.analysis.model_analyses import MixedModel, Mmrm, RerandomisationTest
from limen.protocol.document.analysis.resilience_analyses import (
    AffectDynamics,
    Recovery,
    ReliableChange,
    StressorReactivity,
)
from limen.protocol.document.analysis.safety_analyses import AdverseEventAnalysis

Analysis = Annotated[
    MixedModel
    | Mmrm
    | BlindingAnalysis
    | GuessRateCurve
    | DirectEffect
    | StressorReactivity
    | AffectDynamics
    | Recovery
    | ReliableChange
    | AdverseEventAnalysis
    | RerandomisationTest
    | ReferenceBasedImputation
    | DeltaTipping,
    Field(discriminator="estimator"),
]
