"""What people bring along: mood, stressors, covariates."""

from __future__ import annotations

from pydantic import Field

from limen.protocol.document.part import Id, Number, Share
from limen.simulate.scenario.document.supposition import (
    NO_EFFECT,
    DoseEffect,
    Supposition,
    supposed,
)


class Mood(Supposition):
    """The day's mood, a cause that nobody measures: standard normal, one value a person and day."""

    autocorrelation: Number = supposed(
        0.0,
        "Correlation from one day to the next",
        unit="per day",
        plausible="0 to 0.6",
        ge=0,
        lt=1,
    )


class Stressors(Supposition):
    """Stressors in daily life, and how long they are felt.

    A day has a Poisson number of stressors, each of a burden of 1 to 4. What is felt of them today
    is today's burden and what is left of earlier days', halved every `half_life_days`. Days without
    an occasion or a dose bring none.
    """

    outcome: Id | None = supposed(
        None,
        "Outcome that holds the day's burden; left out: the one from which the protocol derives "
        "stressor reactivity",
    )
    per_day: Number = supposed(
        0.0,
        "Mean number of stressors a day; at 0 the outcome is like any other",
        unit="per day",
        plausible="0.5 to 4",
        ge=0,
        le=50,
    )
    person_sd: Number = supposed(
        0.0,
        "SD between people of the logarithm of that number",
        unit="log",
        plausible="0.2 to 0.8",
        ge=0,
        le=3,
    )
    exposure_change: DoseEffect = supposed(
        NO_EFFECT, "What the intervention adds to the logarithm of that number", unit="log"
    )
    half_life_days: Number = supposed(
        0.0, "Half-life of what is felt of a stressor", unit="days", plausible="0.2 to 3", ge=0
    )
    half_life_change: DoseEffect = supposed(
        NO_EFFECT,
        "What the intervention adds to the logarithm of the half-life; below 0: faster recovery",
        unit="log",
        plausible="-0.7 to 0",
    )


class CovariateModel(Supposition):
    """A covariate or column of the participants: a number, or levels with their shares."""

    id: Id = Field(description="The covariate of the protocol")
    mean: Number = supposed(0.0, "Mean of a number", unit="its unit")
    sd: Number = supposed(1.0, "SD of a number", unit="its unit", ge=0)
    low: Number | None = supposed(None, "Lowest value of a number", unit="its unit")
    high: Number | None = supposed(None, "Highest value of a number", unit="its unit")
    shares: tuple[Share, ...] = supposed(
        (), "Shares of a factor's levels, in their order; left out: all alike", unit="shares"
    )
