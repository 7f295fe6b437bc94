"""Well-being in five questions."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, important
from limen.instruments.scoring import numbers, slots

_RAW = {"sum": {"values": list(numbers(1, 5))}}

WHO5 = Instrument(
    id="who5",
    title="WHO-5 Well-Being Index",
    kind="questionnaire",
    construct="well-being",
    recall="2 weeks",
    licence="D",
    licence_note="World Health Organization; free, non-commercial (CC BY-NC-SA 3.0 IGO: confirm "
    "before use)",
    source="Topp et al. 2015, Psychother Psychosom 84:167",
    items=slots(5, 0, 5),
    scoring_status="verified",
    note="The score is four times the sum. At most 50 is low; at most 28 calls for a look at "
    "depression.",
    subscales=(
        Subscale(
            id="score",
            title="Well-being",
            low=0,
            high=100,
            step=4,
            better="higher",
            scoring={"product": [_RAW, 4]},
            published=(alpha(0.85), important(10)),
        ),
    ),
    derived={
        "raw": _RAW,
        "low": {"at_most": [{"value": "score"}, 50]},
        "very_low": {"at_most": [{"value": "score"}, 28]},
    },
)
