"""Limen's sleep diary: one night, in nine questions."""

from __future__ import annotations

from limen.instruments.health.sleep_times import CONTEXT, Night
from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.words import Words

_NIGHT = Night(
    into_bed="into_bed",
    try_sleep="try_sleep",
    sol="sol_min",
    waso="waso_min",
    final_wake="final_wake",
    out_of_bed="out_of_bed",
)
_ENGLISH = Words(
    title="Last night",
    instruction="These questions are about last night. An estimate is enough; there is no need to "
    "look at a clock during the night.",
    items={
        "into_bed": "When did you go to bed?",
        "try_sleep": "When did you begin trying to sleep?",
        "sol_min": "How many minutes did it take you to fall asleep?",
        "awakenings": "How many times did you wake up before your final awakening?",
        "waso_min": "How many minutes were you awake in total, between falling asleep and your "
        "final awakening?",
        "final_wake": "When did you wake up for the last time?",
        "out_of_bed": "When did you get out of bed to start the day?",
        "quality": "How was your sleep?",
        "note": "Was there anything unusual about this night?",
    },
    labels={"quality": {"1": "Very poor", "2": "Poor", "3": "Fair", "4": "Good", "5": "Very good"}},
    hints={
        "waso_min": "0 if you did not wake up in between.",
        "note": "You can leave this empty.",
    },
)

SLEEP = Instrument(
    id="limen_sleep",
    title="Limen sleep diary",
    kind="diary",
    construct="sleep",
    recall="last night",
    licence="O",
    licence_note="CC0",
    source="Limen",
    items=(
        Item(id="into_bed", kind="moment"),
        Item(id="try_sleep", kind="moment"),
        Item(id="sol_min", low=0, high=1440, unit="minutes"),
        Item(id="awakenings", low=0, high=100, unit="times"),
        Item(id="waso_min", low=0, high=1440, unit="minutes"),
        Item(id="final_wake", kind="moment"),
        Item(id="out_of_bed", kind="moment"),
        Item(id="quality", low=1, high=5),
        Item(id="note", kind="text", optional=True),
    ),
    context=CONTEXT,
    checks=_NIGHT.checks,
    words={"en": _ENGLISH},
    scoring_status="verified",
    note="The usual indices of a sleep diary. Moments carry their date and are subtracted in UTC: "
    "on the nights of a clock change, wall time is an hour wrong.",
    subscales=(
        *_NIGHT.indices,
        Subscale(
            id="awakenings",
            title="Awakenings",
            low=0,
            high=100,
            step=1,
            better="lower",
            scoring={"value": "awakenings"},
            unit="times",
        ),
        Subscale(
            id="quality",
            title="Quality of sleep",
            low=1,
            high=5,
            step=1,
            better="higher",
            scoring={"value": "quality"},
        ),
    ),
    derived={"low_efficiency": {"less_than": [{"value": "se_pct"}, 85]}},
)
