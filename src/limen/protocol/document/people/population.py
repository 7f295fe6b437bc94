"""Whom the study is about: numbers, strata, and eligibility as a rule."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import (
    CONSENT_ASK,
    CONSENT_NEVER,
    Id,
    Number,
    Part,
    RuleTree,
    Text,
    Whole,
)
from limen.protocol.document.people.sites import Site


class ScreeningQuestion(Part):
    """A fact asked or measured at screening, which eligibility and strata may use by its id."""

    id: Id = Field(description="Name by which rules refer to it")
    title: Text = Field(description="What is asked or measured, in words")
    kind: Literal["number", "choice", "yes_no"] = Field(description="What an answer looks like")
    unit: Text | None = Field(default=None, description="Unit of a number, e.g. years")
    options: tuple[Id, ...] = Field(default=(), description="Answers of a choice")
    low: Number | None = Field(default=None, description="The least that a number can be")
    high: Number | None = Field(default=None, description="The most that a number can be")
    respondent: Id | None = Field(
        default=None,
        description="Who says it, e.g. a clinician after an interview; left out: the participant",
    )


class Criterion(Part):
    """One criterion of inclusion or exclusion."""

    id: Id = Field(description="Short name; screening records cite it")
    title: Text = Field(description="The criterion in words")
    rule: RuleTree = Field(description="The rule over screening answers; true means it is met")


class Eligibility(Part):
    """Who may enrol: everyone who meets all of `inclusion` and nothing of `exclusion`."""

    inclusion: tuple[Criterion, ...] = Field(default=(), description="All must be met")
    exclusion: tuple[Criterion, ...] = Field(default=(), description="None may be met")


class Stratum(Part):
    """A stratification factor: allocation is balanced within each of its levels."""

    id: Id = Field(description="Short name; the participants table has a column of this name")
    title: Text | None = Field(default=None, description="Name in words")
    from_: Literal["site", "screening", "baseline"] = Field(
        default="screening", alias="from", description="Where the level comes from"
    )
    levels: tuple[Id, ...] = Field(
        default=(),
        description="The levels; for `from: site` they are the sites and may be left out",
    )
    cut_points: tuple[Number, ...] = Field(
        default=(),
        description="For a number: a value below the first point has the first level, and so on",
    )


class Population(Part):
    """Who takes part, how many, and where."""

    planned: Whole = Field(
        gt=0, description="Planned number of participants", json_schema_extra=CONSENT_NEVER
    )
    description: Text = Field(description="The population in words, as an estimand names it")
    sites: tuple[Site, ...] = Field(
        default=(), description="Where the study runs", json_schema_extra=CONSENT_NEVER
    )
    screening: tuple[ScreeningQuestion, ...] = Field(
        default=(), description="What is asked at screening; rules refer to these"
    )
    eligibility: Eligibility | None = Field(
        default=None, description="Who may enrol", json_schema_extra=CONSENT_NEVER
    )
    strata: tuple[Stratum, ...] = Field(
        default=(),
        description="Stratification factors",
        json_schema_extra=CONSENT_NEVER,
    )
    reimbursement: Text | None = Field(
        default=None,
        description="What participants receive for their time",
        json_schema_extra=CONSENT_ASK,
    )
