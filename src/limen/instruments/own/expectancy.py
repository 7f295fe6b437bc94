"""Limen's expectancy: which change a person expects, outcome by outcome."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.scoring import sliders
from limen.instruments.words import Words

_STATES = (
    ("mood", "Mood"),
    ("energy", "Energy"),
    ("focus", "Focus"),
    ("creativity", "Creativity"),
    ("connection", "Connection"),
    ("calm", "Calm"),
    ("irritability", "Irritability"),
    ("wellness", "Wellness"),
)
_BENEFIT = {
    "mean": [
        {"values": [id for id, _ in _STATES if id != "irritability"]},
        {"reverse": {"value": "irritability"}, "range": [-100, 100]},
    ]
}
_MORE = {"-100": "Much less", "0": "No change", "100": "Much more"}
_BETTER = {"-100": "Much worse", "0": "No change", "100": "Much better"}
_ENGLISH = Words(
    title="What you expect",
    instruction="Please think of the time when you take {intervention}. Compared with now, which "
    "change do you expect, if any? The middle means no change. There are no right or wrong "
    "answers.",
    items={
        "mood": "Your mood",
        "energy": "Your energy",
        "focus": "How well you can keep your mind on things",
        "creativity": "Your creativity",
        "connection": "How connected you feel with other people",
        "calm": "How calm you are",
        "irritability": "How irritable you are",
        "wellness": "How well you feel overall",
    },
    labels={
        "mood": _BETTER,
        "energy": _MORE,
        "focus": _BETTER,
        "creativity": _MORE,
        "connection": _MORE,
        "calm": _MORE,
        "irritability": _MORE,
        "wellness": _BETTER,
    },
)

EXPECTANCY = Instrument(
    id="limen_expect",
    title="Limen expectancy",
    kind="visual_analogue_scale",
    construct="expectancy",
    recall="the coming treatment",
    licence="O",
    licence_note="CC0",
    source="Limen",
    items=sliders((id for id, _ in _STATES), -100, 100),
    words={"en": _ENGLISH},
    scoring_status="verified",
    note="Asked before allocation, for each intervention that the study names. The states are "
    "those"
    "of `limen_daily`. The benefit is their mean, with irritability turned round. In the "
    "self-blinding study a composite from 0 to 100 had mean 68 and SD 19.",
    subscales=(
        *(
            Subscale(
                id=id,
                title=title,
                low=-100,
                high=100,
                step=1,
                better="neither",
                scoring={"value": id},
            )
            for id, title in _STATES
        ),
        Subscale(
            id="benefit",
            title="Expected benefit",
            low=-100,
            high=100,
            step=1 / 8,
            better="neither",
            scoring=_BENEFIT,
        ),
    ),
)
