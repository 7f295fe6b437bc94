"""Mental well-being over two weeks."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.norms import between_weeks
from limen.instruments.published import alpha, important, retest
from limen.instruments.scoring import numbers, slots, total

WEMWBS = Instrument(
    id="wemwbs",
    title="Warwick-Edinburgh Mental Well-being Scale (WEMWBS)",
    kind="questionnaire",
    construct="well-being",
    recall="2 weeks",
    licence="E",
    licence_note="free licence after registration, not for profit; copyright line mandatory",
    source="Tennant et al. 2007, Health Qual Life Outcomes 5:63",
    items=slots(14, 1, 5),
    scoring_status="verified",
    note="A plain sum of fourteen items; no item is reversed.",
    subscales=(
        Subscale(
            id="total",
            title="Mental well-being",
            low=14,
            high=70,
            step=1,
            better="higher",
            scoring=total(numbers(1, 14)),
            reliability=between_weeks(0.711, 8.200, 12.419),
            published=(alpha(0.91), retest(0.83, about="1 week"), important(3)),
        ),
    ),
)
