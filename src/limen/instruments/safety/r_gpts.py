"""Paranoid thoughts: ideas of reference and of persecution."""

from __future__ import annotations

from typing import Any

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import band, numbers, slots, total


def _bands(scale: str, *starts: int) -> dict[str, Any]:
    names = ("average", "elevated", "moderately_severe", "severe", "very_severe")
    return band(scale, *zip((0, *starts), names, strict=True))


R_GPTS = Instrument(
    id="r_gpts",
    title="Revised Green et al. Paranoid Thoughts Scale (R-GPTS)",
    kind="questionnaire",
    construct="paranoia",
    recall="2 weeks to 1 month, as instructed",
    licence="B",
    licence_note="CC BY 4.0; read the licence line on the article",
    source="Freeman et al. 2021, Psychol Med 51:244 (PMC7893506)",
    items=slots(18, 0, 4),
    scoring_status="verified",
    note="The self-blinding study used the older scale (`gpts`).",
    subscales=(
        Subscale(
            id="reference",
            title="Ideas of reference",
            low=0,
            high=32,
            step=1,
            better="lower",
            scoring=total(numbers(1, 8)),
            published=(alpha(0.90, about="or more"),),
        ),
        Subscale(
            id="persecution",
            title="Ideas of persecution",
            low=0,
            high=40,
            step=1,
            better="lower",
            scoring=total(numbers(9, 18)),
            published=(alpha(0.90, about="or more"),),
        ),
        Subscale(
            id="total",
            title="Paranoid thoughts",
            low=0,
            high=72,
            step=1,
            better="lower",
            scoring={"sum": {"values": ["reference", "persecution"]}},
        ),
    ),
    derived={
        "ref_band": _bands("reference", 10, 16, 21, 25),
        "per_band": _bands("persecution", 5, 11, 18, 28),
    },
)
