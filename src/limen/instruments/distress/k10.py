"""Distress that is not tied to a diagnosis."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import band, numbers, slots, total

K10 = Instrument(
    id="k10",
    title="Kessler Psychological Distress Scale (K10)",
    kind="questionnaire",
    construct="distress",
    recall="30 days",
    licence="C",
    licence_note="free, no permission needed, with credit; confirm before use",
    source="Kessler et al. 2002, Psychol Med 32:959",
    items=slots(10, 1, 5),
    scoring_status="unverified",
    note="No filled-in sheet has been compared. The names of the bands are those of Australian "
    "surveys.",
    subscales=(
        Subscale(
            id="total",
            title="Distress",
            low=10,
            high=50,
            step=1,
            better="lower",
            scoring=total(numbers(1, 10)),
            published=(alpha(0.93),),
        ),
    ),
    derived={"band": band("total", (10, "low"), (16, "moderate"), (22, "high"), (30, "very_high"))},
)
