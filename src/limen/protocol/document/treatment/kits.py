"""Kits: numbered packages whose content their number hides."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import Id, OccasionRef, Part, Text, Whole, YesNo


class KitContent(Part):
    """How many kits a set holds for one period, or one dose level in it."""

    period: Whole | None = Field(
        default=None, ge=1, description="Period, counted from 1; left out: each of them"
    )
    dose_level: Id | None = Field(default=None, description="Dose level, where there are several")
    kits: Whole = Field(ge=1, description="Kits to be taken")
    spares: Whole = Field(default=0, ge=0, description="Spare kits of the same content")


class BeforeKit(Part):
    """What must be complete before the first kit is assigned."""

    consent: YesNo = Field(default=True, description="Consent, with its comprehension questions")
    eligibility: YesNo = Field(default=True, description="Eligibility confirmed")
    occasions: tuple[OccasionRef, ...] = Field(default=(), description="Occasions to be complete")
    expectancies: tuple[Id, ...] = Field(default=(), description="Expectancies to be answered")
    approvals: YesNo = Field(default=True, description="The site's approvals are in hand")


class Kits(Part):
    """Kit sets: one per randomisation number."""

    packed_by: Literal["pharmacy", "manufacturer", "participant"] = Field(
        description="Who packs them"
    )
    contents: tuple[KitContent, ...] = Field(min_length=1, description="What a set holds")
    before_first: BeforeKit = Field(
        default=BeforeKit(), description="What must be complete before the first kit is assigned"
    )
    label: Text | None = Field(default=None, description="What the label says")
    returned: YesNo = Field(default=False, description="Unused kits are returned and counted")
