"""Whether a treatment is credible, and what people expect of it."""

from __future__ import annotations

from typing import Any

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import ids, numbers

_PERCENT = ids(4, 6)
_CREDIBILITY = list(numbers(1, 3))
_EXPECTANCY = [
    {"linear_map": {"values": list(_PERCENT)}, "from": [0, 100], "to": [1, 9]},
    {"value": "5"},
]


def _part(id: str, title: str, low: int, high: int, step: float | None, rule: Any) -> Subscale:
    return Subscale(
        id=id,
        title=title,
        low=low,
        high=high,
        step=step,
        better="neither",
        scoring=rule,
        published=(alpha(0.79, 0.90), retest(0.75, 0.82)),
    )


CEQ = Instrument(
    id="ceq",
    title="Credibility/Expectancy Questionnaire (CEQ)",
    kind="questionnaire",
    construct="credibility and expectancy",
    recall="the coming treatment",
    licence="E",
    licence_note="Elsevier; printed in the paper and freely used",
    source="Devilly and Borkovec 2000, J Behav Ther Exp Psychiatry 31:73",
    items=tuple(
        Item(id=id, low=0, high=100, unit="percent")
        if id in _PERCENT
        else Item(id=id, low=1, high=9)
        for id in numbers(1, 6)
    ),
    scoring_status="verified",
    note="Credibility is items 1 to 3 and expectancy items 4 to 6, not the two sections of the "
    "form. Percentages are mapped to 1 to 9; for a group, each item may be standardised instead.",
    subscales=(
        _part("credibility_sum", "Credibility", 3, 27, 1, {"sum": {"values": _CREDIBILITY}}),
        _part("expectancy_sum", "Expectancy", 3, 27, None, {"sum": _EXPECTANCY}),
        _part(
            "credibility_mean", "Credibility, mean", 1, 9, 1 / 3, {"mean": {"values": _CREDIBILITY}}
        ),
        _part("expectancy_mean", "Expectancy, mean", 1, 9, None, {"mean": _EXPECTANCY}),
    ),
)
