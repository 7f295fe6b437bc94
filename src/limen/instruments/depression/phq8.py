"""Depressive symptoms without the safety item."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import numbers, slots, total

PHQ8 = Instrument(
    id="phq8",
    title="Patient Health Questionnaire-8 (PHQ-8)",
    kind="questionnaire",
    construct="depression",
    recall="2 weeks",
    licence="A",
    licence_note="no permission required to reproduce, translate, display or distribute",
    source="Kroenke et al. 2009, J Affect Disord 114:163; phqscreeners.com",
    items=slots(8, 0, 3),
    scoring_status="verified",
    note="The PHQ-9 without its item 9: for studies in which nobody watches for an answer about "
    "self-harm.",
    subscales=(
        Subscale(
            id="total",
            title="Depressive symptoms",
            low=0,
            high=24,
            step=1,
            better="lower",
            scoring=total(numbers(1, 8)),
            published=(alpha(0.86),),
        ),
    ),
    derived={"positive": {"at_least": [{"value": "total"}, 10]}},
)
