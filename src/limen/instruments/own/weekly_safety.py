"""Limen's three safety questions on the last week: each is for somebody who watches the answers."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.words import Words

_ITEMS = ("thoughts", "unsafe", "unreal")
_OFTEN = {
    "0": "No",
    "1": "Yes, briefly",
    "2": "Yes, several times",
    "3": "Yes, much of the time",
}
_ENGLISH = Words(
    title="Your safety",
    instruction="Think of the last seven days. The study team is told of some answers and may call "
    "you. If you need help now, use the contacts on this page.",
    items={
        "thoughts": "Have you had thoughts of ending your life?",
        "unsafe": "Have you felt that you might hurt yourself or somebody else?",
        "unreal": "Have you found it hard to tell what was real?",
    },
    labels=dict.fromkeys(_ITEMS, _OFTEN),
    hints={"thoughts": "If you need help now, use the contacts on this page."},
)

WEEKLY_SAFETY = Instrument(
    id="limen_safety",
    title="Limen safety questions",
    kind="questionnaire",
    construct="suicidality",
    recall="1 week",
    licence="O",
    licence_note="CC0",
    source="Limen",
    items=tuple(
        Item(id=id, low=0, high=3, tag="" if id == "unreal" else "self_harm") for id in _ITEMS
    ),
    words={"en": _ENGLISH},
    scoring_status="verified",
    note="Not validated: our own questions, so that a study has some that it may show without "
    "asking anybody. They say whom to call, not how somebody is. The score is the worst answer; "
    "one that cannot be told is missing, never no.",
    subscales=(
        Subscale(
            id="worst",
            title="Worst answer",
            low=0,
            high=3,
            step=1,
            better="lower",
            scoring={"max_of": {"values": list(_ITEMS)}},
        ),
    ),
    derived={
        "alert": {
            "any": {"values": list(_ITEMS)},
            "where": {"at_least": [{"each": "value"}, 1]},
        }
    },
)
