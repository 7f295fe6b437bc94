"""Positive and negative affect in ten words."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import ids, slots, total

IPANASSF = Instrument(
    id="ipanassf",
    title="International PANAS, short form (I-PANAS-SF)",
    kind="questionnaire",
    construct="affect",
    recall="in general",
    licence="E",
    licence_note="copyright of its author and SAGE",
    source="Thompson 2007, J Cross Cult Psychol 38:227",
    items=slots(10, 1, 5),
    scoring_status="unverified",
    note="Which item belongs where is common knowledge, not read in the paper.",
    subscales=(
        Subscale(
            id="positive",
            title="Positive affect",
            low=5,
            high=25,
            step=1,
            better="higher",
            scoring=total(ids(3, 5, 7, 8, 10)),
            published=(alpha(0.78), retest(0.84)),
        ),
        Subscale(
            id="negative",
            title="Negative affect",
            low=5,
            high=25,
            step=1,
            better="lower",
            scoring=total(ids(1, 2, 4, 6, 9)),
            published=(alpha(0.76), retest(0.84)),
        ),
    ),
)
