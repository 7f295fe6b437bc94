"""Mental well-being in seven items, on an interval scale."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, important
from limen.instruments.scoring import numbers, slots

_METRIC = (
    7.00,
    9.51,
    11.25,
    12.40,
    13.33,
    14.08,
    14.75,
    15.32,
    15.84,
    16.36,
    16.88,
    17.43,
    17.98,
    18.59,
    19.25,
    19.98,
    20.73,
    21.54,
    22.35,
    23.21,
    24.11,
    25.03,
    26.02,
    27.03,
    28.13,
    29.31,
    30.70,
    32.55,
    35.00,
)
_RAW = {"sum": {"values": list(numbers(1, 7))}}
_TABLE = [[raw, metric] for raw, metric in enumerate(_METRIC, start=7)]

SWEMWBS = Instrument(
    id="swemwbs",
    title="Short Warwick-Edinburgh Mental Well-being Scale (SWEMWBS)",
    kind="questionnaire",
    construct="well-being",
    recall="2 weeks",
    licence="E",
    licence_note="free licence after registration, not for profit; copyright line mandatory",
    source="Stewart-Brown et al. 2009, Health Qual Life Outcomes 7:15",
    items=slots(7, 1, 5),
    scoring_status="verified",
    note="The score is the metric one of the table, never the raw sum. The table agrees entry by "
    "entry with two independent copies in public code; it was not read in the paper.",
    subscales=(
        Subscale(
            id="metric",
            title="Mental well-being (metric)",
            low=7,
            high=35,
            step=None,
            better="higher",
            scoring={"lookup_table": _RAW, "pairs": _TABLE},
            published=(alpha(0.84), important(1, 3)),
        ),
    ),
    derived={"raw": _RAW},
)
