"""Experiences of a mystical kind, in four factors."""

from __future__ import annotations

from typing import Any

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import ids, numbers, slots

_FACTORS = (
    ("mystical", "Mystical", ids(4, 5, 6, 9, 14, 15, 16, 18, 20, 21, 23, 24, 25, 26, 28)),
    ("positive_mood", "Positive mood", ids(2, 8, 12, 17, 27, 30)),
    ("transcendence", "Transcendence of time and space", ids(1, 7, 11, 13, 19, 22)),
    ("ineffability", "Ineffability", ids(3, 10, 29)),
)


def _percent(items: tuple[str, ...]) -> dict[str, Any]:
    return {"product": [{"mean": {"values": list(items)}}, 20]}


MEQ30 = Instrument(
    id="meq30",
    title="Mystical Experience Questionnaire, 30 items (MEQ30)",
    kind="questionnaire",
    construct="mystical experience",
    recall="the session",
    licence="E",
    licence_note="copyright of its authors; terms not read",
    source="Barrett, Johnson and Griffiths 2015, J Psychopharmacol 29:1182",
    items=slots(30, 0, 5),
    scoring_status="unverified",
    note="Which item belongs to which factor is common knowledge, not read in the paper. Scores "
    "are"
    "percent of the highest possible; complete means at least 60 on all four.",
    subscales=(
        *(
            Subscale(
                id=id,
                title=title,
                low=0,
                high=100,
                step=20 / len(items),
                better="neither",
                scoring=_percent(items),
                unit="percent",
            )
            for id, title, items in _FACTORS
        ),
        Subscale(
            id="total",
            title="Mystical experience",
            low=0,
            high=100,
            step=2 / 3,
            better="neither",
            scoring=_percent(numbers(1, 30)),
            published=(alpha(0.93),),
            unit="percent",
        ),
    ),
    derived={
        "complete": {
            "all": {"values": [id for id, *_ in _FACTORS]},
            "where": {"at_least": [{"each": "value"}, 60]},
        }
    },
)
