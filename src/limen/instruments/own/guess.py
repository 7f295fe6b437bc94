"""Limen's treatment guess: what one thinks it was, how sure one is, and why."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.words import Words

_REASONS = {
    "welcome_effect": "An effect that I welcomed",
    "unwelcome_effect": "An effect that I did not welcome",
    "neutral_effect": "An effect that was neither",
    "no_effect": "I noticed no effect",
    "look_or_taste": "How it looked, tasted or smelled",
    "information": "Something that I was told or found out",
    "nothing": "Nothing in particular",
    "other": "Something else",
}
_TIMES = {
    "before": "Before I took it, or while taking it",
    "first_hour": "Within the first hour",
    "same_day": "Later on the same day",
    "later": "On a later day",
    "not_sure": "I am not sure",
}
_TRIED = {"no": "No", "yes": "Yes"}
_SAYS_SOMETHING = {"differs": [{"value": "answer"}, "dont_know"]}
_ENGLISH = Words(
    title="Your guess",
    instruction="Please answer for {occasion}. You can also say that you cannot tell.",
    items={
        "answer": "What do you think you were given?",
        "confidence": "How sure are you?",
        "reason": "What is your answer mainly based on?",
        "noticed": "When did you first think so?",
        "attempts": "Other than by noticing effects, have you tried to find out what you were "
        "given?",
    },
    labels={
        "answer": {"dont_know": "I cannot tell"},
        "confidence": {"0": "A pure guess", "100": "Completely sure"},
        "reason": _REASONS,
        "noticed": _TIMES,
        "attempts": _TRIED,
    },
    hints={"attempts": "For example by a test, by the taste, or by asking somebody."},
)

GUESS = Instrument(
    id="limen_guess",
    title="Limen treatment guess",
    kind="questionnaire",
    construct="blinding",
    recall="as the study asks: the dose, the period or the whole study",
    licence="O",
    licence_note="CC0",
    source="Limen",
    items=(
        Item(id="answer", kind="choice"),
        Item(id="confidence", low=0, high=100, continuous=True, asked_if=_SAYS_SOMETHING),
        Item(id="reason", kind="choice", choices=tuple(_REASONS), asked_if=_SAYS_SOMETHING),
        Item(id="noticed", kind="choice", choices=tuple(_TIMES), asked_if=_SAYS_SOMETHING),
        Item(id="attempts", kind="choice", choices=tuple(_TRIED)),
    ),
    words={"en": _ENGLISH},
    scoring_status="verified",
    note="The answers to choose from are the study's own (`guesses` in the protocol), with "
    "dont_know. Blinding indices are computed from the guesses table, for groups, never for a "
    "person.",
    subscales=(
        Subscale(
            id="confidence",
            title="Confidence",
            low=0,
            high=100,
            step=1,
            better="neither",
            scoring={"value": "confidence"},
            unit="percent",
        ),
    ),
    derived={"tried_to_find_out": {"equals": [{"value": "attempts"}, "yes"]}},
)
