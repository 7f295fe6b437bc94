"""Limen's daily states: eight visual analogue scales and the distress that three of them make."""

from __future__ import annotations

from limen.instruments.instrument import Better, Instrument, Subscale
from limen.instruments.scoring import sliders
from limen.instruments.words import Words

_STATES: tuple[tuple[str, str, Better], ...] = (
    ("mood", "Mood", "higher"),
    ("energy", "Energy", "higher"),
    ("focus", "Focus", "higher"),
    ("creativity", "Creativity", "higher"),
    ("connection", "Connection", "higher"),
    ("calm", "Calm", "higher"),
    ("irritability", "Irritability", "lower"),
    ("wellness", "Wellness", "higher"),
)
_DISTRESS = {
    "mean": [
        {"reverse": {"values": ["mood", "calm"]}, "range": [0, 100]},
        {"value": "irritability"},
    ]
}

_NOT_VERY = {"0": "Not at all", "100": "Extremely"}
_ENGLISH = Words(
    title="Today so far",
    instruction="Think of today, from waking up until now. Choose a place between the two ends.",
    items={
        "mood": "How has your mood been?",
        "energy": "How much energy have you had?",
        "focus": "How well have you been able to keep your mind on things?",
        "creativity": "How creative have you been?",
        "connection": "How connected with other people have you felt?",
        "calm": "How calm have you been?",
        "irritability": "How irritable have you been?",
        "wellness": "How well have you felt overall?",
    },
    labels={
        "mood": {"0": "Very bad", "100": "Very good"},
        "energy": {"0": "None at all", "100": "Very much"},
        "focus": {"0": "Not at all", "100": "Extremely well"},
        "creativity": _NOT_VERY,
        "connection": _NOT_VERY,
        "calm": _NOT_VERY,
        "irritability": _NOT_VERY,
        "wellness": {"0": "Very unwell", "100": "Very well"},
    },
)

DAILY_STATES = Instrument(
    id="limen_daily",
    title="Limen daily states",
    kind="visual_analogue_scale",
    construct="affect",
    recall="today so far",
    licence="O",
    licence_note="CC0",
    source="Limen",
    items=sliders(id for id, *_ in _STATES),
    words={"en": _ENGLISH},
    scoring_status="verified",
    note="Distress is the mean of irritability and of mood and calm turned round. Comparable "
    "single scales had an ICC of .24 to .35 between placebo weeks (Szigeti et al. 2021).",
    subscales=(
        *(
            Subscale(
                id=id, title=title, low=0, high=100, step=1, better=better, scoring={"value": id}
            )
            for id, title, better in _STATES
        ),
        Subscale(
            id="distress",
            title="Distress",
            low=0,
            high=100,
            step=1 / 3,
            better="lower",
            scoring=_DISTRESS,
        ),
    ),
)
