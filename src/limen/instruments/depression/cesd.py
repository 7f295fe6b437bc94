"""Depressive symptoms over a week, for the general population."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import ids, numbers, slots, total

CESD = Instrument(
    id="cesd",
    title="Center for Epidemiologic Studies Depression Scale (CES-D)",
    kind="questionnaire",
    construct="depression",
    recall="1 week",
    licence="A",
    licence_note="US government, public domain; confirm before use",
    source="Radloff 1977, Appl Psychol Meas 1:385",
    items=slots(20, 0, 3),
    scoring_status="verified",
    subscales=(
        Subscale(
            id="total",
            title="Depressive symptoms",
            low=0,
            high=60,
            step=1,
            better="lower",
            scoring=total(numbers(1, 20), reverse=ids(4, 8, 12, 16), span=(0, 3)),
            published=(alpha(0.85), retest(0.45, 0.70)),
        ),
    ),
    derived={"positive": {"at_least": [{"value": "total"}, 16]}},
)
