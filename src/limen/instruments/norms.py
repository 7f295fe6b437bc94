"""Reliability that many instruments take from one source: the placebo data of Szigeti 2021."""

from __future__ import annotations

from limen.instruments.instrument import Reliability

SELF_BLINDING = (
    "computed from the public placebo data of Szigeti et al. 2021 (eLife 10:e62878); "
    "SD of the baseline or of all placebo rows"
)


def over_four_weeks(coefficient: float, sd: float, change: float | None) -> Reliability:
    """Placebo participants before and after: correlation, SD and smallest detectable change."""
    return Reliability(
        kind="retest",
        coefficient=coefficient,
        sd=sd,
        interval="4 weeks",
        source=SELF_BLINDING,
        printed_change=change,
    )


def between_weeks(coefficient: float, sd: float, change: float) -> Reliability:
    """Placebo weeks: ICC(1), SD of one week and smallest detectable change."""
    return Reliability(
        kind="icc",
        coefficient=coefficient,
        sd=sd,
        interval="1 week",
        source=SELF_BLINDING,
        printed_change=change,
    )
