"""Experiences that may come before a psychosis, and the distress that they cause."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.scoring import numbers, total

_EXPERIENCES = numbers(1, 16)
_DISTRESS = tuple(f"distress_{id}" for id in _EXPERIENCES)

PQ16 = Instrument(
    id="pq16",
    title="Prodromal Questionnaire, 16 items (PQ-16)",
    kind="questionnaire",
    construct="risk of psychosis",
    recall="in life so far",
    licence="D",
    licence_note="Schizophrenia Bulletin, non-commercial; confirm before use",
    source="Ising et al. 2012, Schizophr Bull 38:1288 (PMC3713086)",
    items=(
        *(Item(id=id, low=0, high=1) for id in _EXPERIENCES),
        *(
            Item(id=slot, low=0, high=3, asked_if={"equals": [{"value": id}, 1]})
            for id, slot in zip(_EXPERIENCES, _DISTRESS, strict=True)
        ),
    ),
    scoring_status="verified",
    note="Six experiences or more are positive. Distress is asked for each experience that there "
    "was; only the number of experiences has been compared with a filled-in sheet.",
    subscales=(
        Subscale(
            id="total",
            title="Experiences",
            low=0,
            high=16,
            step=1,
            better="lower",
            scoring=total(_EXPERIENCES),
            unit="experiences",
        ),
        Subscale(
            id="distress",
            title="Distress",
            low=0,
            high=48,
            step=1,
            better="lower",
            scoring={"sum": {"values": list(_DISTRESS), "skipped": 0}},
        ),
    ),
    derived={"positive": {"at_least": [{"value": "total"}, 6]}},
)
