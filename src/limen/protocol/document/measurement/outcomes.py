"""Outcomes: which score, at which occasions, after which exposure."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import CONSENT_NEVER, Id, OccasionRef, Part, Text, Whole


class StressorReactivityScore(Part):
    """Problems beyond what the stressors of the time explain, against a line of the run-in."""

    kind: Literal["stressor_reactivity"] = Field(description="The derived outcome")
    problems: Id = Field(description="Outcome that holds the problems, e.g. distress in the diary")
    stressors: Id = Field(description="Outcome that holds the stressors' number or severity")
    run_in: tuple[OccasionRef, ...] = Field(
        min_length=1, description="Occasions before dosing on which the line is frozen"
    )


class Outcome(Part):
    """Something the study wants to change, or must not change."""

    id: Id = Field(description="Short name")
    title: Text = Field(description="Name in words", json_schema_extra=CONSENT_NEVER)
    instrument: Id | None = Field(default=None, description="Instrument that gives the score")
    subscale: Id | None = Field(
        default=None, description="Its subscale; may be left out if it has only one"
    )
    measurement: Id | None = Field(
        default=None, description="Instead of an instrument: a measured quantity"
    )
    derived: StressorReactivityScore | None = Field(
        default=None, description="Instead of an instrument: computed from other outcomes"
    )
    occasions: tuple[OccasionRef, ...] = Field(
        min_length=1, description="Where it is measured: `acute` for all, `acute.1` for one"
    )
    exposure: Literal["administration", "period", "arm"] = Field(
        description="What it follows: that day's kit, the period's intervention, or the arm"
    )
    exposure_lag_days: Whole = Field(
        default=0, ge=0, description="Days since the administration: 0 the dosing day, 1, 2, ..."
    )
    better: Literal["higher", "lower", "neither"] = Field(description="Which direction is better")
    control: Literal["none", "negative", "positive"] = Field(
        default="none",
        description="`negative`: no effect is expected; `positive`: an effect is certain",
    )
    change_from: OccasionRef | None = Field(
        default=None, description="Occasion of the baseline, if change from it is analysed"
    )
    unit: Text | None = Field(default=None, description="Unit, where it is not points")
