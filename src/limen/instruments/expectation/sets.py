"""Positive and negative expectations of a treatment."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import ids, slots, total

SETS = Instrument(
    id="sets",
    title="Stanford Expectations of Treatment Scale (SETS)",
    kind="questionnaire",
    construct="expectancy",
    recall="the coming treatment",
    licence="E",
    licence_note="Stanford and SAGE; ask the author",
    source="Younger et al. 2012, Clin Trials 9:767",
    items=slots(6, 1, 7),
    scoring_status="unverified",
    note="Which item belongs where depends on the order of items; from common knowledge, not read "
    "in the paper.",
    subscales=(
        Subscale(
            id="positive",
            title="Positive expectancy",
            low=1,
            high=7,
            step=1 / 3,
            better="neither",
            scoring=total(ids(1, 3, 5), operator="mean"),
            published=(alpha(0.81, 0.88),),
        ),
        Subscale(
            id="negative",
            title="Negative expectancy",
            low=1,
            high=7,
            step=1 / 3,
            better="neither",
            scoring=total(ids(2, 4, 6), operator="mean"),
            published=(alpha(0.81, 0.88),),
        ),
    ),
)
