"""Release: what must be so before somebody goes home after a supervised dose."""

from __future__ import annotations

from pydantic import Field

from limen.protocol.document.part import CONSENT_NEVER, Id, Part, RuleTree, Text


class ReleaseCriterion(Part):
    """One thing that must be so; with a rule it is computed, without one staff confirm it."""

    id: Id = Field(description="Short name")
    title: Text = Field(description="The criterion in words", json_schema_extra=CONSENT_NEVER)
    rule: RuleTree = Field(
        default=None,
        description="The criterion as a rule over what was recorded; true means that it is met",
    )
