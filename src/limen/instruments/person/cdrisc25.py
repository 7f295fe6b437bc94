"""Resilience as a resource."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import numbers, slots, total

CDRISC25 = Instrument(
    id="cdrisc25",
    title="Connor-Davidson Resilience Scale, 25 items (CD-RISC-25)",
    kind="questionnaire",
    construct="resilience",
    recall="1 month",
    licence="F",
    licence_note="licence fee to its authors",
    source="Connor and Davidson 2003, Depress Anxiety 18:76",
    items=slots(25, 0, 4),
    scoring_status="unverified",
    note="No filled-in sheet has been compared. The forms with ten and two items are other "
    "instruments.",
    subscales=(
        Subscale(
            id="total",
            title="Resilience",
            low=0,
            high=100,
            step=1,
            better="higher",
            scoring=total(numbers(1, 25)),
            published=(alpha(0.89), retest(0.87)),
        ),
    ),
)
