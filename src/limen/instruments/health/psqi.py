"""Sleep over a month, in seven components."""

from __future__ import annotations

from typing import Any

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.published import alpha, important, retest

_TROUBLES = tuple(f"q5{letter}" for letter in "bcdefghij")


def _graded(rule: Any, *starts: float) -> dict[str, Any]:
    return {"band": rule, "bands": [[start, grade] for grade, start in enumerate((0, *starts))]}


def _turned(rule: Any, *starts: float) -> dict[str, Any]:
    """More is better: the highest band is grade 0."""
    return {"band": rule, "bands": [[start, 3 - n] for n, start in enumerate((0, *starts))]}


_UP_AFTER_MIDNIGHT = {"difference": [{"value": "q3"}, {"value": "q1"}]}
_MINUTES_IN_BED = {
    "if": [
        {"more_than": [_UP_AFTER_MIDNIGHT, 0]},
        _UP_AFTER_MIDNIGHT,
        {"sum": [_UP_AFTER_MIDNIGHT, 1440]},
    ]
}
_EFFICIENCY = {
    "ratio": [{"product": [{"value": "q4"}, 6000]}, _MINUTES_IN_BED]  # hours, in percent of minutes
}
_LATENCY = {"sum": [_graded({"value": "q2"}, 16, 31, 61), {"value": "q5a"}]}
_COMPONENTS = (
    ("Subjective quality", {"value": "q6"}),
    ("Latency", _graded(_LATENCY, 1, 3, 5)),
    ("Duration", _turned({"value": "q4"}, 5, 6, 7)),
    ("Habitual efficiency", _turned(_EFFICIENCY, 65, 75, 85)),
    ("Disturbances", _graded({"sum": {"values": list(_TROUBLES), "not_applicable": 0}}, 1, 10, 19)),
    ("Use of medication", {"value": "q7"}),
    ("Daytime dysfunction", _graded({"sum": {"values": ["q8", "q9"]}}, 1, 3, 5)),
)


def _component(number: int, title: str, rule: Any) -> Subscale:
    return Subscale(
        id=f"component_{number}",
        title=title,
        low=0,
        high=3,
        step=1,
        better="lower",
        scoring=rule,
    )


_PARTS = tuple(_component(n, title, rule) for n, (title, rule) in enumerate(_COMPONENTS, start=1))

PSQI = Instrument(
    id="psqi",
    title="Pittsburgh Sleep Quality Index (PSQI)",
    kind="questionnaire",
    construct="sleep",
    recall="1 month",
    licence="D",
    licence_note="University of Pittsburgh; non-commercial research and education, unchanged",
    source="Buysse et al. 1989, Psychiatry Res 28:193",
    items=(
        Item(id="q1", kind="clock"),
        Item(id="q2", low=0, high=720, unit="minutes"),
        Item(id="q3", kind="clock"),
        Item(id="q4", low=0, high=24, continuous=True, unit="hours"),
        *(Item(id=id, low=0, high=3) for id in ("q5a", *_TROUBLES, "q6", "q7", "q8", "q9")),
    ),
    scoring_status="verified",
    note="q1 and q3 are usual times of day; whoever rises earlier by the clock rises on the next "
    "day. q5j without a reason is not_applicable and counts 0. Above 5, sleep is poor.",
    subscales=(
        *_PARTS,
        Subscale(
            id="global_score",
            title="Trouble with sleep",
            low=0,
            high=21,
            step=1,
            better="lower",
            scoring={"sum": {"values": [part.id for part in _PARTS]}},
            published=(alpha(0.83), retest(0.85), important(3)),
        ),
    ),
    derived={
        "poor_sleeper": {"more_than": [{"value": "global_score"}, 5]},
        "efficiency_pct": _EFFICIENCY,
    },
)
