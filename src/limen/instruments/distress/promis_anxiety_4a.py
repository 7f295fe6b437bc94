"""Anxiety in four questions, on the T scale."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, important
from limen.instruments.scoring import band, numbers, slots

_T = (
    40.3,
    48.0,
    51.2,
    53.7,
    55.8,
    57.7,
    59.5,
    61.4,
    63.4,
    65.3,
    67.3,
    69.3,
    71.2,
    73.3,
    75.4,
    77.9,
    81.6,
)
_RAW = {"sum": {"values": list(numbers(1, 4))}}
_TABLE = [[raw, t] for raw, t in enumerate(_T, start=4)]

PROMIS_ANXIETY_4A = Instrument(
    id="promis_anxiety_4a",
    title="PROMIS Anxiety, short form 4a",
    kind="questionnaire",
    construct="anxiety",
    recall="7 days",
    licence="E",
    licence_note="free for one's own research; redistribution and integration need permission of "
    "HealthMeasures",
    source="Pilkonis et al. 2011, Assessment 18:263; healthmeasures.net",
    items=slots(4, 1, 5),
    scoring_status="verified",
    note="The published score is T, never the raw sum. The table agrees entry by entry with two "
    "independent copies in public code; it was not read in the manual.",
    subscales=(
        Subscale(
            id="t_score",
            title="Anxiety (T)",
            low=40.3,
            high=81.6,
            step=None,
            better="lower",
            scoring={"lookup_table": _RAW, "pairs": _TABLE},
            published=(alpha(0.89), important(2.3, 5)),
            unit="T points",
        ),
    ),
    derived={
        "raw": _RAW,
        "band": band("t_score", (0, "none"), (55, "mild"), (60, "moderate"), (70, "severe")),
    },
)
