"""Use of alcohol and its harm."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import band, ids, numbers

_DRINKS = {"more_than": [{"value": "1"}, 0]}
#: From item 4 on, also whoever never has more than one drink, or six, is not asked.
_MUCH = {"and": [_DRINKS, {"more_than": [{"sum": {"values": ["2", "3"], "skipped": 0}}, 0]}]}


def _slot(id: str) -> Item:
    if id in ids(9, 10):
        return Item(id=id, low=0, high=4, options=(0, 2, 4))
    asked_if = None if id == "1" else _DRINKS if id in ("2", "3") else _MUCH
    return Item(id=id, low=0, high=4, asked_if=asked_if)


AUDIT = Instrument(
    id="audit",
    title="Alcohol Use Disorders Identification Test (AUDIT)",
    kind="questionnaire",
    construct="alcohol",
    recall="12 months",
    licence="D",
    licence_note="World Health Organization 2001: may be reproduced, not for sale or commercial "
    "use",
    source="Saunders et al. 1993, Addiction 88:791; Babor et al. 2001, WHO manual",
    items=tuple(_slot(id) for id in numbers(1, 10)),
    scoring_status="verified",
    note="Items 9 and 10 take 0, 2 or 4; some pages print this swapped. What the skip rule leaves "
    "out counts 0, and stays distinct from missing.",
    subscales=(
        Subscale(
            id="total",
            title="Hazardous use of alcohol",
            low=0,
            high=40,
            step=1,
            better="lower",
            scoring={"sum": {"values": list(numbers(1, 10)), "skipped": 0}},
            published=(alpha(0.80, 0.85), retest(0.84)),
        ),
    ),
    derived={
        "audit_c": {"sum": {"values": list(numbers(1, 3)), "skipped": 0}},
        "band": band(
            "total", (0, "low"), (8, "hazardous"), (16, "harmful"), (20, "possible_dependence")
        ),
    },
)
