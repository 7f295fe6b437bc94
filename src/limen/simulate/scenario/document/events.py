"""What happens to people on the way: side effects, missed doses, leaving, rescue, broken codes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from limen.protocol.document.part import Share, Text, Whole, YesNo
from limen.simulate.scenario.document.supposition import (
    NO_EFFECT,
    DoseEffect,
    Supposition,
    supposed,
)


class SideEffect(Supposition):
    """An adverse event that a dose may bring."""

    term: Text = Field(description="What happens, as a term: headache, anxiety, ...")
    share: Share = supposed(
        0.0, "Probability after any dose, placebo included", unit="per dose", plausible="0 to 0.1"
    )
    added: DoseEffect = supposed(
        NO_EFFECT,
        "What the intervention adds to it",
        unit="per dose",
        plausible="0 to 0.2",
    )
    severity_grade: Annotated[Whole, Field(ge=1, le=5)] = supposed(
        1, "1 mild, 2 moderate, 3 severe, 4 life-threatening, 5 death", unit="grade"
    )
    serious: YesNo = supposed(False, "Whether it counts as serious")


class Adherence(Supposition):
    """Doses and entries that are missed, and capsules that are none."""

    missed_dose: Share = supposed(
        0.0, "Probability that a dose is missed", unit="per dose", plausible="0 to 0.1"
    )
    missed_entry: Share = supposed(
        0.0, "Probability that an occasion is missed", unit="per occasion", plausible="0 to 0.3"
    )
    filler_share: Share = supposed(
        0.0,
        "Where the protocol names a filler: share of an active period's doses that hold it",
        unit="share",
        plausible="0.24 in the self-blinding study",
    )


class Leaving(Supposition):
    """Who leaves the study, or stops dosing, and why."""

    at_random_per_week: Share = supposed(
        0.0,
        "Probability of leaving for no reason of the study",
        unit="per week",
        plausible="0 to 0.05",
    )
    after_side_effect: Share = supposed(
        0.0,
        "Probability of leaving after a dose with a side effect",
        unit="per dose",
        plausible="0 to 0.1",
    )
    lack_of_benefit_per_week: Share = supposed(
        0.0,
        "Probability of leaving while no benefit is felt (after the first dose)",
        unit="per week",
        plausible="0 to 0.1",
    )
    stays_without_dosing: Share = supposed(
        0.0, "Share of them who only stop dosing and go on answering", unit="share"
    )


class Rescue(Supposition):
    """Medication outside of the study."""

    per_week: Share = supposed(
        0.0, "Probability of starting it", unit="per week", plausible="0 to 0.05"
    )
    medication: Text = supposed("rescue medication", "Its name")


class CodeBreak(Supposition):
    """Emergency unblinding: the person then knows, and dosing stops."""

    after_side_effect: Share = supposed(
        0.0, "Probability after a dose with a side effect", unit="per dose", plausible="0 to 0.02"
    )
