"""Loneliness in three questions."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import numbers, slots, total

UCLA3 = Instrument(
    id="ucla3",
    title="Three-Item Loneliness Scale (UCLA-3)",
    kind="questionnaire",
    construct="loneliness",
    recall="in general",
    licence="C",
    licence_note="free with credit; confirm before use",
    source="Hughes et al. 2004, Res Aging 26:655",
    items=slots(3, 1, 3),
    scoring_status="unverified",
    note="No filled-in sheet has been compared. The cut-off of 6 is in common use.",
    subscales=(
        Subscale(
            id="total",
            title="Loneliness",
            low=3,
            high=9,
            step=1,
            better="lower",
            scoring=total(numbers(1, 3)),
            published=(alpha(0.72),),
        ),
    ),
    derived={"lonely": {"at_least": [{"value": "total"}, 6]}},
)
