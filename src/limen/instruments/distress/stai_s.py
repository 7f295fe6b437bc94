"""Anxiety as a state."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import ids, numbers, slots, total

STAI_S = Instrument(
    id="stai_s",
    title="State-Trait Anxiety Inventory, state form (STAI Y-1)",
    kind="questionnaire",
    construct="anxiety",
    recall="now",
    licence="F",
    licence_note="Mind Garden",
    source="Spielberger et al. 1983, Manual for the State-Trait Anxiety Inventory",
    items=slots(20, 1, 4),
    scoring_status="unverified",
    note="The key of reversed items is common knowledge, not read in the manual.",
    subscales=(
        Subscale(
            id="total",
            title="State anxiety",
            low=20,
            high=80,
            step=1,
            better="lower",
            scoring=total(
                numbers(1, 20), reverse=ids(1, 2, 5, 8, 10, 11, 15, 16, 19, 20), span=(1, 4)
            ),
            published=(alpha(0.86, 0.95), retest(0.16, 0.62)),
        ),
    ),
)
