"""The consensus diary of one night."""

from __future__ import annotations

from limen.instruments.health.sleep_times import CONTEXT, Night
from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item

_NIGHT = Night(into_bed="1", try_sleep="2", sol="3", waso="5", final_wake="6", out_of_bed="7")

CSD = Instrument(
    id="csd",
    title="Consensus Sleep Diary, core (CSD)",
    kind="diary",
    construct="sleep",
    recall="last night",
    licence="E",
    licence_note="copyright of its authors",
    source="Carney et al. 2012, Sleep 35:287 (PMC3250369)",
    items=(
        Item(id="1", kind="moment"),
        Item(id="2", kind="moment"),
        Item(id="3", low=0, high=1440, unit="minutes"),
        Item(id="4", low=0, high=100, unit="times"),
        Item(id="5", low=0, high=1440, unit="minutes"),
        Item(id="6", kind="moment"),
        Item(id="7", kind="moment"),
        Item(id="8", low=1, high=5),
        Item(id="9", kind="text", optional=True),
    ),
    context=CONTEXT,
    checks=_NIGHT.checks,
    scoring_status="verified",
    note="The indices are those of `limen_sleep`, which has words of its own. Moments carry their "
    "date and are subtracted in UTC: on the nights of a clock change, wall time is an hour wrong.",
    subscales=(
        *_NIGHT.indices,
        Subscale(
            id="quality",
            title="Quality of sleep",
            low=1,
            high=5,
            step=1,
            better="higher",
            scoring={"value": "8"},
        ),
    ),
    derived={"low_efficiency": {"less_than": [{"value": "se_pct"}, 85]}},
)
