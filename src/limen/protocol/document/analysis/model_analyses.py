"""Mixed models, MMRM, and the re-randomisation test."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from limen.protocol.document.analysis.planned import OutcomeAnalysis
from limen.protocol.document.part import Id, Whole, YesNo

Df = Literal["satterthwaite", "kenward_roger", "wald"]
MmrmCovariance = Literal[
    "unstructured",
    "heterogeneous_toeplitz",
    "heterogeneous_ar1",
    "heterogeneous_compound_symmetry",
    "ar1",
    "compound_symmetry",
]


class MixedModel(OutcomeAnalysis):
    """Treatment and covariates, with a random effect per participant."""

    estimator: Literal["mixed_model"] = Field(description="The estimator")
    covariates: tuple[Id, ...] = Field(default=(), description="Covariates of every outcome")
    covariates_by_outcome: dict[Id, tuple[Id, ...]] = Field(
        default={}, description="For some outcomes: these covariates instead"
    )
    covariance: Literal["random_intercept", "compound_symmetry", "random_slope"] = Field(
        default="random_intercept", description="How answers of one participant hang together"
    )
    df: Df = Field(default="satterthwaite", description="Degrees of freedom")
    method: Literal["reml", "ml"] = Field(default="reml", description="Likelihood")
    guess: Literal["none", "adjusted", "interaction"] = Field(
        default="none", description="Treatment guess in the model; a sensitivity analysis"
    )
    guess_from: Id | None = Field(default=None, description="Guess that is used")
    period: Literal["none", "factor", "linear"] = Field(
        default="none", description="Period in the model"
    )
    carry_over: YesNo = Field(default=False, description="First-order carry-over in the model")
    baseline: YesNo = Field(default=False, description="Baseline in the model")
    by_occasion: YesNo = Field(
        default=True,
        description=(
            "Arms compared at several occasions have a difference at each of them "
            "(arm × occasion), and that at the last one answers. `false`: one difference, the "
            "average over the occasions, which are a factor beside it up to ten of them; an "
            "evening diary has none, and arms are taken to be followed equally long"
        ),
    )


class Mmrm(OutcomeAnalysis):
    """Mixed model for repeated measures: arm × occasion and baseline."""

    estimator: Literal["mmrm"] = Field(description="The estimator")
    covariates: tuple[Id, ...] = Field(default=(), description="Covariates of every outcome")
    covariates_by_outcome: dict[Id, tuple[Id, ...]] = Field(
        default={}, description="For some outcomes: these covariates instead"
    )
    covariance: MmrmCovariance = Field(
        default="unstructured", description="Covariance between the occasions"
    )
    fallback: tuple[MmrmCovariance, ...] = Field(
        default=(), description="Tried in this order if the fit fails; none unless planned"
    )
    df: Literal["satterthwaite", "kenward_roger", "residual"] = Field(
        default="satterthwaite", description="Degrees of freedom"
    )
    baseline: YesNo = Field(default=True, description="Baseline in the model")
    baseline_by_occasion: YesNo = Field(
        default=False, description="Baseline × occasion in the model"
    )


class RerandomisationTest(OutcomeAnalysis):
    """Redraws the allocation as it was drawn, and asks how often chance does as much."""

    estimator: Literal["rerandomisation_test"] = Field(description="The estimator")
    replicates: Annotated[Whole, Field(ge=99)] = Field(
        default=9999, description="Redrawn allocations"
    )
