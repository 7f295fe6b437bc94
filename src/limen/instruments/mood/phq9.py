"""Depressive symptoms by the nine criteria, with a safety item."""

from __future__ import annotations

from dataclasses import replace

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, important, reliable, retest
from limen.instruments.scoring import band, numbers, slots, total

_SLOTS = slots(9, 0, 3)
_LOINC = [
    "44250-9",
    "44255-8",
    "44259-0",
    "44254-1",
    "44251-7",
    "44258-2",
    "44252-5",
    "44253-3",
    "44260-8",
]
_CRITERIA = [
    *({"at_least": [{"value": item}, 2]} for item in numbers(1, 8)),
    {"at_least": [{"value": "9"}, 1]},
]
_MET = {"count_if": _CRITERIA, "where": {"each": "value"}}
_CORE = {"or": [_CRITERIA[0], _CRITERIA[1]]}

PHQ9 = Instrument(
    id="phq9",
    title="Patient Health Questionnaire-9 (PHQ-9)",
    kind="questionnaire",
    construct="depression",
    recall="2 weeks",
    licence="A",
    licence_note="no permission required to reproduce, translate, display or distribute",
    source="Kroenke, Spitzer and Williams 2001, J Gen Intern Med 16:606; phqscreeners.com",
    items=(*_SLOTS[:8], replace(_SLOTS[8], tag="self_harm")),
    codes={"panel": "44249-1", "total": "44261-6", **dict(zip(numbers(1, 9), _LOINC, strict=True))},
    scoring_status="verified",
    note="Item 9 has its own flag whatever the total; unanswered is missing, never no.",
    subscales=(
        Subscale(
            id="total",
            title="Depressive symptoms",
            low=0,
            high=27,
            step=1,
            better="lower",
            scoring=total(numbers(1, 9)),
            published=(
                alpha(0.86, 0.89),
                retest(0.84, about="48 hours"),
                important(1.7, about="Kounali 2022", checked=True),
                important(5, about="Löwe 2004"),
                reliable(6, about="NHS Talking Therapies"),
            ),
        ),
    ),
    derived={
        "band": band(
            "total",
            (0, "minimal"),
            (5, "mild"),
            (10, "moderate"),
            (15, "moderately_severe"),
            (20, "severe"),
        ),
        "algorithm": {
            "cases": [
                [{"and": [_CORE, {"at_least": [_MET, 5]}]}, "major"],
                [{"and": [_CORE, {"at_least": [_MET, 2]}]}, "other"],
            ],
            "otherwise": "none",
        },
        "phq8_total": total(numbers(1, 8)),
        "phq2_total": total(numbers(1, 2)),
        "item9_flag": {"at_least": [{"value": "9"}, 1]},
    },
)
