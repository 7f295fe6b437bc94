"""Safety: adverse events by arm, with exact and score intervals."""

from limen.analyse.safety.adverse_events import adverse_events
from limen.analyse.safety.counts import SafetyCounts, rates_compared, shares_compared
from limen.analyse.safety.difference import miettinen_nurminen, newcombe
from limen.analyse.safety.proportion import Interval, clopper_pearson, wilson
from limen.analyse.safety.rate import exact_rate, rate_ratio
from limen.analyse.safety.records import SafetyRecords

__all__ = [
    "Interval",
    "SafetyCounts",
    "SafetyRecords",
    "adverse_events",
    "clopper_pearson",
    "exact_rate",
    "miettinen_nurminen",
    "newcombe",
    "rate_ratio",
    "rates_compared",
    "shares_compared",
    "wilson",
]
