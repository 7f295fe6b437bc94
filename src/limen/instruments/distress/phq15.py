"""Somatic symptoms."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import band, numbers, slots

PHQ15 = Instrument(
    id="phq15",
    title="Patient Health Questionnaire-15 (PHQ-15)",
    kind="questionnaire",
    construct="somatic symptoms",
    recall="4 weeks",
    licence="A",
    licence_note="no permission required to reproduce, translate, display or distribute",
    source="Kroenke, Spitzer and Williams 2002, Psychosom Med 64:258; phqscreeners.com",
    items=slots(15, 0, 2),
    codes={"panel": "69728-4", "total": "70273-8"},
    scoring_status="verified",
    note="Item 4 does not apply to everybody: then the state is not_applicable, and the other "
    "fourteen are summed.",
    subscales=(
        Subscale(
            id="total",
            title="Somatic symptoms",
            low=0,
            high=30,
            step=1,
            better="lower",
            scoring={"sum": {"values": list(numbers(1, 15))}, "leave_out": ["not_applicable"]},
            published=(alpha(0.80),),
        ),
    ),
    derived={"band": band("total", (0, "minimal"), (5, "low"), (10, "medium"), (15, "high"))},
)
