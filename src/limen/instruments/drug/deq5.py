"""What a drug does and whether it is liked, in five scales."""

from __future__ import annotations

from dataclasses import replace

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.scoring import sliders

_SCALES = (
    ("feel", "Feel an effect"),
    ("high", "High"),
    ("like", "Like the effect"),
    ("dislike", "Dislike the effect"),
    ("more", "Want more"),
)
_FELT = {"more_than": [{"value": "feel"}, 0]}
_ABOUT_AN_EFFECT = ("like", "dislike")

DEQ5 = Instrument(
    id="deq5",
    title="Drug Effects Questionnaire (DEQ-5)",
    kind="visual_analogue_scale",
    construct="drug effect",
    recall="now",
    licence="C",
    licence_note="publicly available; PhenX 520103",
    source="Morean et al. 2013, Psychopharmacology 227:177",
    items=tuple(
        replace(item, asked_if=_FELT, unasked="not_applicable")
        if item.id in _ABOUT_AN_EFFECT
        else item
        for item in sliders(id for id, _ in _SCALES)
    ),
    scoring_status="verified",
    note="Five single scales that are never summed. Like and dislike do not apply where no effect "
    "is felt.",
    subscales=tuple(
        Subscale(
            id=id, title=title, low=0, high=100, step=1, better="neither", scoring={"value": id}
        )
        for id, title in _SCALES
    ),
)
