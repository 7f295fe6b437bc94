"""What the operating characteristics of one quantity allow to say, by stated limits."""

from __future__ import annotations

from enum import Enum
from math import ceil, isfinite, sqrt

from limen.rehearse.performance import Measure, Performance

POWER = 0.8  # a smaller share of studies that find an effect is called too small
MARGIN = 0.02  # so much less than it promises an interval may hold, and a test may exceed alpha
_ERRORS = 2  # Monte Carlo standard errors that count in favour of the analysis
_FEWEST_COUNTED = 2  # replicates that a share is judged by


class Verdict(Enum):
    """Whether a question can be answered, in the words of the tables."""

    YES = "yes"
    TOO_SMALL = "too seldom"
    MISLEADS = "misleads"
    FEW = "too few replicates"
    NONE = "no estimate"


def verdict(p: Performance, alpha: float) -> Verdict:
    """What the quantity does for this estimand when the plan's error level is alpha.

    It misleads if its interval holds the truth in clearly less than 1 − alpha − `MARGIN` of the
    replicates, or if there is nothing to find and it rejects in clearly more than alpha +
    `MARGIN`; it is too seldom if it finds what is there in less than `POWER`. Whether an analysis
    that does not clearly mislead is honest, `few` replicates cannot tell.
    """
    if not isfinite(p.coverage.value) and not isfinite(p.rejection.value):
        return Verdict.NONE
    if dishonest(p, alpha) or (p.truth_is_zero and too_often(p, alpha)):
        return Verdict.MISLEADS
    if few(p, alpha):
        return Verdict.FEW
    if p.truth_is_zero or not isfinite(p.rejection.value):
        return Verdict.YES
    return Verdict.YES if p.rejection.value >= POWER else Verdict.TOO_SMALL


def dishonest(p: Performance, alpha: float) -> bool:
    """Whether the interval holds the truth clearly less often than it promises."""
    least = 1 - alpha - MARGIN
    return p.coverage.value < least and share_differs(p, p.coverage, least)


def too_often(p: Performance, alpha: float) -> bool:
    """Whether the test rejects clearly more often than it may where there is nothing to find."""
    most = alpha + MARGIN
    return p.rejection.value > most and share_differs(p, p.rejection, most)


def differs(value: Measure, from_: float) -> bool:
    """Whether a measure lies further from a number than Monte Carlo error explains."""
    return abs(value.value - from_) > _ERRORS * (value.error if isfinite(value.error) else 0.0)


def share_differs(p: Performance, share: Measure, from_: float) -> bool:
    """The same for a share of the replicates.

    Where none or all are counted the share's own error is 0, whatever their number; the error that
    it would have at `from_` is then the larger one, and counts. A single replicate shows nothing.
    """
    n = p.replicates - p.failed
    if n < _FEWEST_COUNTED:
        return False
    own = share.error if isfinite(share.error) else 0.0
    return abs(share.value - from_) > _ERRORS * max(own, sqrt(from_ * (1 - from_) / n))


def few(p: Performance, alpha: float) -> bool:
    """Whether there are too few replicates to tell alpha from alpha + `MARGIN`.

    That is, whether the Monte Carlo error of a share of alpha is larger than `MARGIN`.
    """
    return alpha * (1 - alpha) > max(p.replicates - p.failed, 1) * MARGIN**2


def fewest(alpha: float) -> int:
    """The smallest number of replicates that are not too few."""
    return ceil(alpha * (1 - alpha) / MARGIN**2)


def unsettled(p: Performance, alpha: float) -> bool:
    """Whether more replicates must say on which side of its limit the share of rejections is."""
    if not isfinite(p.rejection.value):
        return False
    if p.truth_is_zero:
        return p.rejection.value > alpha + MARGIN
    return not share_differs(p, p.rejection, POWER)


def limits(alpha: float) -> str:
    """The stated limits, as a sentence."""
    return (
        f"An analysis is said to mislead if its interval holds the truth in fewer than "
        f"{100 * (1 - alpha - MARGIN):.0f} of 100 studies, or if it rejects in more than "
        f"{100 * (alpha + MARGIN):.0f} of 100 where there is nothing to find (two Monte Carlo "
        f"standard errors are allowed for); to find an effect too seldom, if it does so in fewer "
        f"than {100 * POWER:.0f} of 100. Fewer than {fewest(alpha)} replicates are too few to tell "
        "an honest analysis from one that misleads."
    )
