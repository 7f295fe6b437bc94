"""Depression and anxiety in four questions."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import numbers, slots, total

PHQ4 = Instrument(
    id="phq4",
    title="Patient Health Questionnaire-4 (PHQ-4)",
    kind="questionnaire",
    construct="depression and anxiety",
    recall="2 weeks",
    licence="A",
    licence_note="no permission required to reproduce, translate, display or distribute",
    source="Kroenke et al. 2009, Psychosomatics 50:613; phqscreeners.com",
    items=slots(4, 0, 3),
    scoring_status="unverified",
    note="Items 1 and 2 are those of the GAD-2, 3 and 4 those of the PHQ-2, as in the published "
    "form, whose order is common knowledge. A part is positive from 3.",
    subscales=(
        Subscale(
            id="gad2",
            title="Anxiety (GAD-2)",
            low=0,
            high=6,
            step=1,
            better="lower",
            scoring=total(numbers(1, 2)),
        ),
        Subscale(
            id="phq2",
            title="Depression (PHQ-2)",
            low=0,
            high=6,
            step=1,
            better="lower",
            scoring=total(numbers(3, 4)),
        ),
        Subscale(
            id="total",
            title="Distress",
            low=0,
            high=12,
            step=1,
            better="lower",
            scoring={"sum": {"values": ["gad2", "phq2"]}},
            published=(alpha(0.78),),
        ),
    ),
    derived={
        "anxiety_positive": {"at_least": [{"value": "gad2"}, 3]},
        "depression_positive": {"at_least": [{"value": "phq2"}, 3]},
    },
)
