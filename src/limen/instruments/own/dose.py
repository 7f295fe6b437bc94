"""Limen's dose log: which envelope, whether and when it was taken."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.words import Words

_STATUS = {
    "taken": "I took all of it",
    "partly_taken": "I took part of it",
    "missed": "I missed it",
    "held": "I was asked to wait",
    "refused": "I decided not to take it",
}
_TAKEN = {"in": {"value": "status"}, "options": ["taken", "partly_taken"]}
_ENGLISH = Words(
    title="Today's dose",
    instruction="Please record what happened with the dose that was planned for today.",
    items={
        "code": "Which code is on the envelope?",
        "status": "What happened with it?",
        "taken_at": "When did you take it?",
        "food": "Had you eaten in the two hours before?",
        "reason": "Why was it not taken as planned?",
    },
    labels={"status": _STATUS, "food": {"0": "No", "1": "Yes"}},
    hints={"reason": "In a few words. You can leave this empty."},
)

DOSE = Instrument(
    id="limen_dose",
    title="Limen dose log",
    kind="diary",
    construct="adherence",
    recall="today",
    licence="O",
    licence_note="CC0",
    source="Limen",
    items=(
        Item(id="code", kind="text"),
        Item(id="status", kind="choice", choices=tuple(_STATUS)),
        Item(id="taken_at", kind="moment", asked_if=_TAKEN),
        Item(id="food", low=0, high=1, asked_if=_TAKEN),
        Item(
            id="reason",
            kind="text",
            optional=True,
            asked_if={"differs": [{"value": "status"}, "taken"]},
        ),
    ),
    words={"en": _ENGLISH},
    scoring_status="verified",
    note="A record of what was done with an envelope, never advice on a dose. Its answers are the "
    "administrations table of a dataset.",
    subscales=(
        Subscale(
            id="taken",
            title="Dose taken in full",
            low=0,
            high=1,
            step=1,
            better="neither",
            scoring={"recode": {"value": "status"}, "pairs": [["taken", 1]], "otherwise": 0},
            unit="yes or no",
        ),
    ),
)
