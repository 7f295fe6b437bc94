"""Positive and negative affect, and their balance."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.norms import between_weeks
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import ids, numbers, slots, total

_POSITIVE = ids(1, 3, 5, 9, 10, 12, 14, 16, 17, 19)
_NEGATIVE = tuple(item for item in numbers(1, 20) if item not in _POSITIVE)

PANAS = Instrument(
    id="panas",
    title="Positive and Negative Affect Schedule (PANAS)",
    kind="questionnaire",
    construct="affect",
    recall="as instructed: now, today, the past week or in general",
    licence="E",
    licence_note="American Psychological Association; free for non-commercial research with "
    "permission",
    source="Watson, Clark and Tellegen 1988, J Pers Soc Psychol 54:1063",
    items=slots(20, 1, 5),
    scoring_status="verified",
    note="The balance is the score that the self-blinding study calls PANAS.",
    subscales=(
        Subscale(
            id="positive",
            title="Positive affect",
            low=10,
            high=50,
            step=1,
            better="higher",
            scoring=total(_POSITIVE),
            reliability=between_weeks(0.431, 7.817, 16.209),
            published=(alpha(0.88), retest(0.45, 0.71, about="8 weeks")),
        ),
        Subscale(
            id="negative",
            title="Negative affect",
            low=10,
            high=50,
            step=1,
            better="lower",
            scoring=total(_NEGATIVE),
            reliability=between_weeks(0.458, 5.780, 11.931),
            published=(alpha(0.87), retest(0.45, 0.71, about="8 weeks")),
        ),
        Subscale(
            id="balance",
            title="Affect balance (positive minus negative)",
            low=-40,
            high=40,
            step=1,
            better="higher",
            scoring={"difference": [{"value": "positive"}, {"value": "negative"}]},
            reliability=between_weeks(0.412, 10.875, 23.341),
        ),
    ),
)
