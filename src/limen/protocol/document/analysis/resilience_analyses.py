"""Resilience: stressor reactivity, affect dynamics, recovery, reliable change."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.analysis.planned import OutcomeAnalysis, PlannedAnalysis
from limen.protocol.document.part import Id, Number, OccasionRef, Share, Text, Whole, YesNo


class StressorReactivity(PlannedAnalysis):
    """Problems against a line frozen on the run-in; the effect on stressors comes first."""

    estimator: Literal["stressor_reactivity"] = Field(description="The estimator")
    outcome: Id = Field(description="A derived outcome of kind `stressor_reactivity`")
    line: Literal["linear", "quadratic"] = Field(
        default="linear", description="Shape of the line of problems on stressors"
    )
    occasions: tuple[OccasionRef, ...] = Field(
        default=(), description="Occasions after allocation; left out: all of the outcome's"
    )
    adjusted: YesNo = Field(
        default=False,
        description="Answer with the comparison adjusted for each participant's own run-in, which "
        "is more precise; the plain one stands beside it",
    )
    bootstrap: Whole = Field(
        default=2000,
        ge=100,
        description="Replicates of the bootstrap by participant, the line included",
    )


class AffectDynamics(OutcomeAnalysis):
    """Mean, variance, inertia and successive differences of a diary."""

    estimator: Literal["affect_dynamics"] = Field(description="The estimator")
    at_least: Whole = Field(default=10, ge=3, description="Entries a participant must have")


class Recovery(PlannedAnalysis):
    """How fast problems fade after a stressor; refused where entries are too far apart."""

    estimator: Literal["recovery"] = Field(description="The estimator")
    problems: Id = Field(description="Outcome that holds the problems")
    stressors: Id = Field(description="Outcome that holds the stressors")
    event_above: Number = Field(default=0, description="A stressor above this is an event")
    occasions: tuple[OccasionRef, ...] = Field(
        default=(), description="Occasions used; left out: all of the outcome's"
    )


class ReliableChange(OutcomeAnalysis):
    """Who changed by more than the instrument's own error."""

    estimator: Literal["reliable_change"] = Field(description="The estimator")
    reliability: Share = Field(gt=0, lt=1, description="Reliability of the score")
    reliability_source: Text = Field(description="Where the reliability comes from")
    follow_up: OccasionRef = Field(description="Occasion that is compared with the baseline")
