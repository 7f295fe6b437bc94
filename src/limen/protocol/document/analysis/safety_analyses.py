"""Adverse events by arm."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.analysis.planned import PlannedAnalysis
from limen.protocol.document.part import YesNo


class AdverseEventAnalysis(PlannedAnalysis):
    """Participants with events, and events per time of exposure, by arm with exact intervals."""

    estimator: Literal["adverse_events"] = Field(description="The estimator")
    by_term: YesNo = Field(default=True, description="Also term by term")
    exposure_adjusted: YesNo = Field(default=True, description="Also per time of exposure")
