"""Dose levels: how a dose may go up, be held, or be stopped."""

from __future__ import annotations

from pydantic import Field

from limen.protocol.document.part import Id, Part, RuleTree, Text, Whole
from limen.protocol.document.treatment.substances import Dose


class DoseLevel(Part):
    """A step of the ladder: what each active intervention amounts to on it."""

    id: Id = Field(description="Short name; kits are packed per level")
    title: Text | None = Field(default=None, description="Name in words")
    doses: dict[Id, Dose] = Field(description="Dose by intervention")


class TitrationStep(Part):
    """When somebody moves from one level to another; everybody does alike, whatever the arm."""

    from_: Id = Field(alias="from", description="Level that is left")
    to: Id = Field(description="Level that is reached")
    after_administrations: Whole = Field(
        ge=1, description="Administrations on the old level before the move"
    )
    condition: RuleTree | None = Field(
        default=None, description="The move takes place only if this rule is true"
    )
    decided_by: Id | None = Field(default=None, description="Respondent who confirms the move")


class DoseRule(Part):
    """When dosing is held, or stopped for good."""

    id: Id = Field(description="Short name; records cite it")
    title: Text = Field(description="The rule in words")
    condition: RuleTree = Field(description="The rule; true means that it applies")
    decided_by: Id | None = Field(default=None, description="Respondent who confirms it")
    until: Text | None = Field(default=None, description="For a hold: what must happen to resume")


class DoseLevels(Part):
    """The ladder of doses and the rules for moving on it."""

    levels: tuple[DoseLevel, ...] = Field(min_length=1, description="Levels, lowest first")
    start: Id = Field(description="Level of the first administration")
    titration: tuple[TitrationStep, ...] = Field(default=(), description="Planned moves")
    hold: tuple[DoseRule, ...] = Field(default=(), description="When dosing pauses")
    stop: tuple[DoseRule, ...] = Field(default=(), description="When dosing ends for a participant")
