"""Beliefs: treatment guesses, and expectancies before allocation."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import (
    CONSENT_NEVER,
    Id,
    Number,
    OccasionRef,
    Part,
    Share,
    Text,
    YesNo,
)


class Guess(Part):
    """A treatment guess: by whom, when, and on which side of which outcomes."""

    id: Id = Field(description="Short name; the guesses table carries it")
    title: Text = Field(description="Name in words", json_schema_extra=CONSENT_NEVER)
    respondent: Id = Field(default="participant", description="Who guesses; raters guess too")
    occasions: tuple[OccasionRef, ...] = Field(min_length=1, description="Where it is asked")
    about: Literal["administration", "period", "arm"] = Field(
        description="What is guessed: that day's kit, the period's intervention, or the arm"
    )
    options: tuple[Id, ...] = Field(
        min_length=2, description="Answers to choose from: interventions, or arms if `about: arm`"
    )
    dont_know: YesNo = Field(description='Whether "don\'t know" may be answered')
    confidence: YesNo = Field(default=False, description="Whether confidence in percent is asked")
    reason: YesNo = Field(
        default=False, description="Whether the reason is asked: a benefit, a side effect, ..."
    )
    before: tuple[Id, ...] = Field(
        default=(), description="Outcomes of the same occasion that are answered after the guess"
    )
    after: tuple[Id, ...] = Field(
        default=(), description="Outcomes of the same occasion that are answered before the guess"
    )
    share_asked: Share = Field(
        default=1.0, gt=0, description="Random part of the participants who are asked"
    )


class Expectancy(Part):
    """What a participant expects of an intervention, asked before allocation."""

    id: Id = Field(description="Short name; the expectancies table carries it as `name`")
    title: Text = Field(description="What is asked, in words", json_schema_extra=CONSENT_NEVER)
    occasion: OccasionRef = Field(description="When it is asked; before allocation")
    interventions: tuple[Id, ...] = Field(
        default=(), description="Asked for each of these; left out: for the study's treatment"
    )
    outcomes: tuple[Id, ...] = Field(default=(), description="Outcomes that it is about")
    low: Number = Field(default=0, description="Lowest answer")
    high: Number = Field(default=100, description="Highest answer")
