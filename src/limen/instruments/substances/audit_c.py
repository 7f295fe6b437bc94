"""Use of alcohol in three questions."""

from __future__ import annotations

from dataclasses import replace

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.scoring import numbers, slots

_DRINKS = {"more_than": [{"value": "1"}, 0]}
_FIRST, *_OTHERS = slots(3, 0, 4)
_LIMIT = {"recode": {"value": "sex"}, "pairs": [["male", 4], ["female", 3]], "otherwise": None}

AUDIT_C = Instrument(
    id="audit_c",
    title="AUDIT-C",
    kind="questionnaire",
    construct="alcohol",
    recall="12 months",
    licence="A",
    licence_note="public domain",
    source="Bush et al. 1998, Arch Intern Med 158:1789",
    items=(_FIRST, *(replace(item, asked_if=_DRINKS) for item in _OTHERS)),
    codes={"panel": "72109-2", "total": "75626-2"},
    context=("sex",),
    scoring_status="verified",
    note="The first three items of the AUDIT. Positive from 4 in men and from 3 in women; without "
    "a sex that the source has a limit for, it is missing.",
    subscales=(
        Subscale(
            id="total",
            title="Use of alcohol",
            low=0,
            high=12,
            step=1,
            better="lower",
            scoring={"sum": {"values": list(numbers(1, 3)), "skipped": 0}},
        ),
    ),
    derived={"positive": {"at_least": [{"value": "total"}, _LIMIT]}},
)
