"""The safety question of the PHQ-9, alone."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item

PHQ9_ITEM9 = Instrument(
    id="phq9_item9",
    title="PHQ-9 item 9, alone",
    kind="questionnaire",
    construct="suicidality",
    recall="2 weeks",
    licence="A",
    licence_note="no permission required to reproduce, translate, display or distribute",
    source="Kroenke, Spitzer and Williams 2001, J Gen Intern Med 16:606; phqscreeners.com",
    items=(Item(id="9", low=0, high=3, tag="self_harm"),),
    codes={"9": "44260-8"},
    scoring_status="verified",
    note="Any answer but 0 raises the flag; unanswered is missing, never no. A question that "
    "somebody watches, not a measurement.",
    subscales=(
        Subscale(
            id="item9",
            title="Thoughts of death or self-harm",
            low=0,
            high=3,
            step=1,
            better="lower",
            scoring={"value": "9"},
        ),
    ),
    derived={"item9_flag": {"at_least": [{"value": "9"}, 1]}},
)
