"""Anxiety as a trait."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.norms import between_weeks
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import ids, numbers, slots, total

STAI_T = Instrument(
    id="stai_t",
    title="State-Trait Anxiety Inventory, trait form (STAI Y-2)",
    kind="questionnaire",
    construct="anxiety",
    recall="in general",
    licence="F",
    licence_note="Mind Garden",
    source="Spielberger et al. 1983, Manual for the State-Trait Anxiety Inventory",
    items=slots(20, 1, 4),
    scoring_status="unverified",
    note="The key of reversed items is common knowledge, not read in the manual.",
    subscales=(
        Subscale(
            id="total",
            title="Trait anxiety",
            low=20,
            high=80,
            step=1,
            better="lower",
            scoring=total(numbers(1, 20), reverse=ids(1, 3, 6, 7, 10, 13, 14, 16, 19), span=(1, 4)),
            reliability=between_weeks(0.777, 11.918, 15.822),
            published=(alpha(0.89, 0.96), retest(0.73, 0.86)),
        ),
    ),
)
