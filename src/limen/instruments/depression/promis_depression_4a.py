"""Depression in four questions, on the T scale."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, important
from limen.instruments.scoring import band, numbers, slots

_T = (
    41.0,
    49.0,
    51.8,
    53.9,
    55.7,
    57.3,
    58.9,
    60.5,
    62.2,
    63.9,
    65.7,
    67.5,
    69.4,
    71.2,
    73.3,
    75.7,
    79.4,
)
_RAW = {"sum": {"values": list(numbers(1, 4))}}
_TABLE = [[raw, t] for raw, t in enumerate(_T, start=4)]

PROMIS_DEPRESSION_4A = Instrument(
    id="promis_depression_4a",
    title="PROMIS Depression, short form 4a",
    kind="questionnaire",
    construct="depression",
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
            title="Depression (T)",
            low=41.0,
            high=79.4,
            step=None,
            better="lower",
            scoring={"lookup_table": _RAW, "pairs": _TABLE},
            published=(alpha(0.93), important(3, 5)),
            unit="T points",
        ),
    ),
    derived={
        "raw": _RAW,
        "band": band("t_score", (0, "none"), (55, "mild"), (60, "moderate"), (70, "severe")),
    },
)
