"""How a fit ended, in words."""

from __future__ import annotations

from enum import Enum


class FitStatus(Enum):
    """How a fit ended. The text is what the reader is told; no text, nothing to worry about.

    Batches store `code` (an int8); `FitStatus.of(code)` is the way back.
    """

    CONVERGED = ""
    SINGULAR = (
        "A random-effect variance is estimated as zero. The fixed effects can be used; "
        "for a simpler model, drop that random effect from the analysis plan."
    )
    NOT_CONVERGED = (
        "The optimiser stopped before it found an optimum, so these numbers are not estimates. "
        "Name a simpler covariance as `fallback` in the analysis plan, or rescale the covariates."
    )
    NOT_ESTIMABLE = (
        "These data cannot tell the quantity from others (no variation, or no such observations). "
        "Drop the term from the analysis plan, or collect the missing cell."
    )
    TOO_FEW = (
        "Too few participants for an interval. The value is shown as a description only; "
        "pool strata or extend the study before drawing a conclusion."
    )

    @property
    def code(self) -> int:
        """The small integer that stands for this status in arrays."""
        return list(FitStatus).index(self)

    @classmethod
    def of(cls, code: int) -> FitStatus:
        """The status that `code` stands for."""
        return list(cls)[int(code)]

    @property
    def usable(self) -> bool:
        """Whether the numbers are estimates."""
        return self in (FitStatus.CONVERGED, FitStatus.SINGULAR)
