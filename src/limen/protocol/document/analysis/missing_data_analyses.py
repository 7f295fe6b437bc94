"""What if the missing values were otherwise: reference-based imputation, and delta tipping."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.analysis.model_analyses import MmrmCovariance
from limen.protocol.document.analysis.planned import OutcomeAnalysis
from limen.protocol.document.part import Id, YesNo

AfterDropout = Literal[
    "missing_at_random", "jump_to_reference", "copy_increments", "copy_reference"
]


class _AfterDropout(OutcomeAnalysis):
    """What both have: the model under which missing values are filled."""

    covariates: tuple[Id, ...] = Field(default=(), description="Covariates of every outcome")
    covariance: MmrmCovariance = Field(
        default="unstructured", description="Covariance between the occasions"
    )
    fallback: tuple[MmrmCovariance, ...] = Field(
        default=(), description="Tried in this order if the fit fails; none unless planned"
    )
    baseline: YesNo = Field(default=True, description="Baseline in the model")


class ReferenceBasedImputation(_AfterDropout):
    """Arms compared under several assumptions about people after they dropped out."""

    estimator: Literal["reference_based_imputation"] = Field(description="The estimator")
    strategies: tuple[AfterDropout, ...] = Field(
        default=("missing_at_random", "jump_to_reference", "copy_increments", "copy_reference"),
        min_length=1,
        description="Assumptions about a participant after dropout, side by side",
    )


class DeltaTipping(_AfterDropout):
    """How much worse the missing values must be for the conclusion to change."""

    estimator: Literal["delta_tipping"] = Field(description="The estimator")
    strategy: AfterDropout = Field(
        default="missing_at_random", description="Assumption from which delta is counted"
    )
