"""How open to suggestion a person is."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import numbers, slots, total

SSS = Instrument(
    id="sss",
    title="Short Suggestibility Scale (SSS)",
    kind="questionnaire",
    construct="suggestibility",
    recall="in general",
    licence="E",
    licence_note="free from its authors; terms not read",
    source="Kotov, Bellman and Watson 2004, Multidimensional Iowa Suggestibility Scale",
    items=slots(21, 1, 5),
    scoring_status="unverified",
    subscales=(
        Subscale(
            id="total",
            title="Suggestibility",
            low=21,
            high=105,
            step=1,
            better="neither",
            scoring=total(numbers(1, 21)),
            published=(alpha(0.87),),
        ),
    ),
)
