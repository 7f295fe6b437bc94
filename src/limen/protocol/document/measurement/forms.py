"""Forms: what staff fill in at an occasion, each with its own respondent and states."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import CONSENT_NEVER, Id, OccasionRef, Part, Text, YesNo


class Form(Part):
    """What staff fill in at an occasion: findings, and scales that they rate.

    It is filled in, verified at its source, signed and frozen by itself. An occasion whose own
    respondent is a clinician or a blinded rater is a form already.
    """

    id: Id = Field(description="Short name")
    title: Text = Field(description="Name in words", json_schema_extra=CONSENT_NEVER)
    kind: Literal[
        "vital_signs",
        "laboratory",
        "ecg",
        "echocardiography",
        "pregnancy_test",
        "drug_test",
        "physical_examination",
        "rating",
        "other",
    ] = Field(description="What sort of form it is")
    respondent: Id = Field(description="Who fills it in: of kind clinician or blinded_rater")
    occasions: tuple[OccasionRef, ...] = Field(
        min_length=1, description="Occasions at which it is filled in"
    )
    measurements: tuple[Id, ...] = Field(
        default=(), description="Single measured quantities, in order"
    )
    measures: tuple[Id, ...] = Field(default=(), description="Instruments: scales that are rated")
    optional: YesNo = Field(
        default=False,
        description="Whether an occasion may pass without it",
        json_schema_extra=CONSENT_NEVER,
    )
