"""Limen's daily stressors and recovery: what happened, how much it burdened, how one came out."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.scoring import numbers
from limen.instruments.words import Words

_STRESSORS = numbers(1, 12)
_LISTED = {"values": list(_STRESSORS)}
_HAPPENED = {"at_least": [{"each": "value"}, 1]}

_BURDEN = {
    "0": "Did not happen",
    "1": "Happened, hardly a burden",
    "2": "Somewhat of a burden",
    "3": "Quite a burden",
    "4": "A heavy burden",
}
_ENGLISH = Words(
    title="What today was like",
    instruction="Did any of these happen today? If so, how much of a burden was it?",
    items={
        "1": "An argument or tension with somebody",
        "2": "Holding back to avoid an argument",
        "3": "Trouble at work or with studies",
        "4": "Too much to do in too little time",
        "5": "Trouble at home or with housework",
        "6": "Worries about money",
        "7": "Trouble on the way somewhere",
        "8": "Trouble with a device, an office or a form",
        "9": "Feeling ill or in pain",
        "10": "Bad news, or worries about somebody close",
        "11": "Being treated unfairly or without respect",
        "12": "Something else",
        "recovery": "How well have you recovered from the day by now?",
    },
    labels={
        **dict.fromkeys(_STRESSORS, _BURDEN),
        "recovery": {"0": "Not at all", "100": "Completely"},
    },
)

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
    words={"en": _ENGLISH},
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
