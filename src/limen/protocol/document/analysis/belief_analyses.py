"""What belief did: blinding, the guess-rate curve, the controlled direct effect."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.analysis.planned import OutcomeAnalysis, PlannedAnalysis
from limen.protocol.document.part import Id, OccasionRef, Share, Whole, YesNo


class BlindingAnalysis(PlannedAnalysis):
    """Who guessed what: shares, sensitivity and criterion, Bang, James."""

    estimator: Literal["blinding"] = Field(description="The estimator")
    guess_from: Id = Field(description="Guess that is analysed")
    occasions: tuple[OccasionRef, ...] = Field(
        default=(), description="Occasions used; left out: all of the guess's"
    )
    by_occasion: YesNo = Field(default=True, description="Also occasion by occasion")
    bootstrap: Whole = Field(
        default=2000, ge=0, description="Replicates of the bootstrap by participant"
    )


class GuessRateCurve(OutcomeAnalysis):
    """The effect as a function of the share of correct guesses; a sensitivity analysis."""

    estimator: Literal["guess_rate_curve"] = Field(description="The estimator")
    guess_from: Id = Field(description="Guess that is used")
    grid_points: Whole = Field(default=41, ge=3, description="Points of the curve from 0 to 1")
    published: YesNo = Field(
        default=False, description="Also by the published procedure, for comparison"
    )
    pseudo_trials: Whole = Field(
        default=64, ge=2, description="Pseudo-trials per point of the published procedure"
    )
    bootstrap: Whole = Field(
        default=0, ge=0, description="Replicates of the bootstrap by participant; 0: none"
    )
    confidence_weighted: YesNo = Field(
        default=False,
        description="A guess counts by its confidence; the guess must ask `confidence: true`",
    )


class DirectEffect(OutcomeAnalysis):
    """The effect with belief held fixed, where the order of measurement allows it."""

    estimator: Literal["direct_effect"] = Field(description="The estimator")
    guess_from: Id = Field(description="Guess that is held fixed")
    methods: tuple[Literal["g_formula", "ipw", "aipw"], ...] = Field(
        default=("g_formula", "ipw", "aipw"), min_length=1, description="Methods, side by side"
    )
    confounders: tuple[Id, ...] = Field(
        default=(), description="Covariates measured before the first dose"
    )
    intermediate: tuple[Id, ...] = Field(
        default=(),
        description="Outcomes measured after the dose and before the guess: side effects, "
        "early benefit",
    )
    outcome_model: Literal["by_cell", "shared"] = Field(
        default="by_cell",
        description="Regressions of the outcome: one in each cell of intervention and guess, or "
        "slopes that the cells share, for cells too small to have their own",
    )
    treatment_model: Literal["logistic", "share"] = Field(
        default="logistic",
        description="Chance of the intervention: by confounders, or the share that was randomised",
    )
    truncate: Share | None = Field(
        default=None,
        gt=0.5,
        description="Quantile within a cell at which weights are cut, e.g. 0.99; left out: uncut",
    )
    folds: Whole = Field(default=5, ge=2, description="Folds of cross-fitting")
    bootstrap: Whole = Field(
        default=500, ge=0, description="Replicates of the bootstrap by participant"
    )
