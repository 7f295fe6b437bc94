"""The analysis plan: executed in order, nothing skipped silently."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.analysis.analyses import Analysis
from limen.protocol.document.analysis.multiplicity import Multiplicity
from limen.protocol.document.part import Part, Share, Text


class MissingData(Part):
    """What is assumed of values that were not observed."""

    assumption: Literal["missing_at_random", "missing_completely_at_random", "other"] = Field(
        description="What is assumed"
    )
    handling: Text = Field(description="How the analyses deal with it, in words")
    sensitivity: Text | None = Field(
        default=None, description="How the conclusion is tested against other assumptions"
    )


class AnalysisPlan(Part):
    """What will be computed, planned before anybody sees data."""

    alpha: Share = Field(default=0.05, gt=0, lt=1, description="Two-sided type I error")
    analyses: tuple[Analysis, ...] = Field(
        min_length=1, description="Analyses, in the order in which they run"
    )
    multiplicity: tuple[Multiplicity, ...] = Field(
        default=(), description="How several questions share one error"
    )
    missing_data: MissingData | None = Field(
        default=None, description="What is assumed of values that were not observed"
    )
