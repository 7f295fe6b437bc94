"""Limen's daily stressors and recovery: what happened, how much it burdened, how one came out."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.scoring import numbers

_STRESSORS = numbers(1, 12)
_LISTED = {"values": list(_STRESSORS)}
_HAPPENED = {"at_least": [{"each": "value"}, 1]}

DAILY_STRESSORS = Instrument(
    id="limen_stressors",
    title="Limen daily stressors and recovery",
    kind="diary",
    construct="stress and recovery",
    recall="today",
    licence="O",
    licence_note="CC0",
    source="Limen",
    items=(
        *(Item(id=id, low=0, high=4) for id in _STRESSORS),
        Item(id="recovery", low=0, high=100, continuous=True),
    ),
    scoring_status="verified",
    note="Twelve kinds of stressor: 0 did not happen, 1 to 4 how much it burdened. Recovery is how "
    "far one feels restored by the evening.",
    subscales=(
        Subscale(
            id="exposure",
            title="Number of stressors",
            low=0,
            high=12,
            step=1,
            better="lower",
            scoring={"count_if": _LISTED, "where": _HAPPENED},
            unit="stressors",
        ),
        Subscale(
            id="burden",
            title="Burden of stressors",
            low=0,
            high=48,
            step=1,
            better="lower",
            scoring={"sum": _LISTED},
        ),
        Subscale(
            id="worst",
            title="Burden of the worst stressor",
            low=0,
            high=4,
            step=1,
            better="lower",
            scoring={"max_of": _LISTED},
        ),
        Subscale(
            id="recovery",
            title="Recovery",
            low=0,
            high=100,
            step=1,
            better="higher",
            scoring={"value": "recovery"},
        ),
    ),
)
