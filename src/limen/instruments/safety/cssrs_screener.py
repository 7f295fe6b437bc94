"""Suicidal thoughts and behaviour, as a short screen with a triage."""

from __future__ import annotations

from typing import Any

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.scoring import band, ids, numbers


def _yes(item: str) -> dict[str, Any]:
    return {"equals": [{"value": item, "skipped": 0}, 1]}


_LEVEL = {
    "cases": [
        [{"or": [_yes("4"), _yes("5"), _yes("6_recent")]}, 3],
        [{"or": [_yes("3"), _yes("6")]}, 2],
        [{"or": [_yes("1"), _yes("2")]}, 1],
    ],
    "otherwise": 0,
}


def _slot(id: str) -> Item:
    asked_if = None
    if id in ids(3, 4, 5):
        asked_if = _yes("2")
    elif id == "6_recent":
        asked_if = _yes("6")
    return Item(id=id, low=0, high=1, tag="self_harm", asked_if=asked_if)


CSSRS_SCREENER = Instrument(
    id="cssrs_screener",
    title="Columbia-Suicide Severity Rating Scale, screener (C-SSRS)",
    kind="questionnaire",
    construct="suicidality",
    recall="1 month; item 6 ever, and within 3 months",
    licence="E",
    licence_note="Research Foundation for Mental Hygiene; electronic use needs permission",
    source="Posner et al. 2011, Am J Psychiatry 168:1266; cssrs.columbia.edu",
    items=tuple(_slot(id) for id in (*numbers(1, 6), "6_recent")),
    codes={"panel": "93245-9"},
    scoring_status="unverified",
    note="The triage (3 or behaviour ever: moderate; 4, 5 or behaviour within 3 months: high) is "
    "common knowledge, not read in its source. Items 3 to 5 are asked after a yes to item 2. A "
    "level that cannot be told is missing, never none; `positive` is true all the same.",
    subscales=(
        Subscale(
            id="level",
            title="Level of the triage",
            low=0,
            high=3,
            step=1,
            better="lower",
            scoring=_LEVEL,
            unit="levels",
        ),
    ),
    derived={
        "risk": band("level", (0, "none"), (1, "low"), (2, "moderate"), (3, "high")),
        "positive": {
            "any": {"values": list(numbers(1, 6)), "skipped": 0},
            "where": {"equals": [{"each": "value"}, 1]},
        },
    },
)
