"""A brief screen for suicide risk, and its question on the present moment."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.scoring import numbers

_SCREEN = list(numbers(1, 4))
_YES = {"equals": [{"each": "value"}, 1]}
_POSITIVE = {"any": {"values": _SCREEN, "declined": 1}, "where": _YES}
_ACUTE = {
    "cases": [[{"equals": [_POSITIVE, False]}, False]],
    "otherwise": {"equals": [{"value": "5"}, 1]},
}

ASQ = Instrument(
    id="asq",
    title="Ask Suicide-Screening Questions (ASQ)",
    kind="questionnaire",
    construct="suicidality",
    recall="the past weeks; item 4 ever; item 5 now",
    licence="A",
    licence_note="National Institute of Mental Health, US government",
    source="Horowitz et al. 2012, Arch Pediatr Adolesc Med 166:1170; nimh.nih.gov/asq",
    items=(
        *(Item(id=id, low=0, high=1, tag="self_harm") for id in _SCREEN),
        Item(id="5", low=0, high=1, tag="self_harm", asked_if=_POSITIVE),
    ),
    scoring_status="unverified",
    note="No filled-in sheet has been compared. Any yes is positive, and so is an answer that is "
    "declined; item 5 is then asked at once, and yes to it is acute. Validated in youth.",
    subscales=(
        Subscale(
            id="total",
            title="Questions answered with yes",
            low=0,
            high=4,
            step=1,
            better="lower",
            scoring={"sum": {"values": _SCREEN}},
            unit="questions",
        ),
    ),
    derived={"positive": _POSITIVE, "acute": _ACUTE},
)
