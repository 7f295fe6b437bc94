"""What has a true value, by the name that a target gives it."""

from __future__ import annotations

from limen.rehearse.truth.measures.dynamics import INERTIA, MSSD, MSSD_PER_TIME, VARIANCE
from limen.rehearse.truth.measures.events import (
    ADVERSE_EVENTS,
    SERIOUS_ADVERSE_EVENTS,
    WITHDRAWALS,
)
from limen.rehearse.truth.measures.improved import IMPROVED, IMPROVED_CORRECTED
from limen.rehearse.truth.measures.mean import MEAN
from limen.rehearse.truth.measures.measure import Measure, Seen
from limen.rehearse.truth.measures.reactivity import REACTIVITY, REACTIVITY_QUADRATIC
from limen.rehearse.truth.measures.slope import SLOPE

MEASURES: dict[str, Measure] = {
    one.key: one
    for one in (
        MEAN,
        REACTIVITY,
        REACTIVITY_QUADRATIC,
        SLOPE,
        VARIANCE,
        MSSD,
        MSSD_PER_TIME,
        INERTIA,
        IMPROVED,
        IMPROVED_CORRECTED,
        ADVERSE_EVENTS,
        SERIOUS_ADVERSE_EVENTS,
        WITHDRAWALS,
    )
}

__all__ = ["MEASURES", "Measure", "Seen"]
