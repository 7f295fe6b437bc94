"""What moves an outcome."""

from __future__ import annotations

from pydantic import Field

from limen.protocol.document.part import Id, Number, Share
from limen.simulate.scenario.document.supposition import (
    NO_EFFECT,
    DoseEffect,
    Supposition,
    supposed,
)

_POINTS = "points, or SDs (`effects_in`)"


class Felt(Supposition):
    """A rating of what is felt: zero unless a person thinks that they felt something.

    Whoever's evidence of the last dose exceeds their own criterion rates `level` + `slope` × the
    excess, with the outcome's `sd_within`; everybody else rates the outcome's `mean` exactly.
    """

    level: Number = supposed(
        0.0, "Rating at the criterion, above the mean", unit="points", plausible="10 to 30"
    )
    slope: Number = supposed(
        0.0, "Rating per unit of evidence above it", unit="points per unit", plausible="10 to 30"
    )
    unsteady: Number = supposed(
        0.0,
        "SD of the difference between what is felt when rating and when guessing",
        unit="SDs of the evidence",
        plausible="0 to 1",
        ge=0,
    )


class OutcomeModel(Supposition):
    """How an outcome comes about: its spread, and everything that may move it.

    Score = mean + person + direct + belief + placebo + time + period + carry-over + mood +
    expectation + stress + rescue + residual, then put on the instrument's grid and inside its
    range. Mean and spread that are left out come from the instrument: the middle of its range, the
    SD and the intraclass correlation of its published reliability.
    """

    mean: Number | None = supposed(None, "Mean before dosing", unit="points")
    sd_between: Number | None = supposed(
        None, "SD between people (random intercept)", unit="points", ge=0
    )
    sd_within: Number | None = supposed(
        None, "SD of the residual within a person", unit="points", ge=0
    )
    autocorrelation: Number = supposed(
        0.0,
        "Correlation of residuals one day apart; it falls by this factor each day",
        unit="per day",
        plausible="0 to 0.6",
        ge=0,
        lt=1,
    )
    direct: DoseEffect = supposed(
        NO_EFFECT, "Direct effect of what was taken", unit=_POINTS, plausible="0 to 0.5 SD"
    )
    direct_sd: Number = supposed(
        0.0, "SD between people of the direct effect", unit=_POINTS, plausible="0 to 0.3 SD", ge=0
    )
    by_lag: tuple[Number, ...] = supposed(
        (),
        "For an outcome that follows an administration: share of the direct effect on the day of "
        "the dose, the day after, ...; later days 0. Left out: the whole whatever the lag",
        unit="share",
        plausible="[1, 0.3]",
    )
    after_treatment: Share = supposed(
        1.0, "Share of the direct effect that is left after the treatment phase", unit="share"
    )
    carry_over: Number = supposed(
        0.0,
        "Share of the previous period's direct effect that lasts into the next",
        unit="share",
        plausible="0 to 0.5",
        ge=-1,
        le=1,
    )
    belief: Number = supposed(
        0.0,
        "Effect of believing that it was active, against believing it was not; somebody undecided "
        "has half of it",
        unit=_POINTS,
        plausible="0 to 0.6 SD",
    )
    placebo: Number = supposed(
        0.0, "Effect of taking part, from the first dose on, in every arm", unit=_POINTS
    )
    trend_per_week: Number = supposed(
        0.0, "Change over time in every arm, from day 1 on", unit=f"{_POINTS} per week"
    )
    trend_sd_per_week: Number = supposed(
        0.0, "SD between people of that change (random slope)", unit=f"{_POINTS} per week", ge=0
    )
    periods: tuple[Number, ...] = supposed(
        (), "Effect of the first period, the second, ...; later ones 0", unit=_POINTS
    )
    mood: Number = supposed(
        0.0, "Effect of one SD of the day's mood", unit=_POINTS, plausible="0 to 0.7 SD"
    )
    expectation: Number = supposed(
        0.0, "Effect of one SD of prior expectation, from the first dose on", unit=_POINTS
    )
    stress: Number = supposed(
        0.0, "Effect of one point of burden by stressors", unit=f"{_POINTS} per point of burden"
    )
    stress_change: DoseEffect = supposed(
        NO_EFFECT,
        "What the intervention adds to the effect of stress; below 0 is a protection if more of "
        "the outcome is worse",
        unit=f"{_POINTS} per point of burden",
    )
    rescue: Number = supposed(0.0, "Effect of rescue medication, once taken", unit=_POINTS)
    felt: Felt | None = supposed(None, "For a rating of what is felt, such as drug intensity")


class NamedOutcome(OutcomeModel):
    """The same for one outcome; nothing of `every_outcome` holds for it."""

    id: Id = Field(description="The outcome of the protocol")
