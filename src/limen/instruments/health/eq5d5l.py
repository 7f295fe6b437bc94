"""Health today in five dimensions and on one scale."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.scoring import slots

_PROFILE = {
    "sum": [{"product": [{"value": str(place)}, 10 ** (5 - place)]} for place in range(1, 6)]
}

EQ5D5L = Instrument(
    id="eq5d5l",
    title="EQ-5D-5L",
    kind="questionnaire",
    construct="quality of life",
    recall="today",
    licence="F",
    licence_note="EuroQol",
    source="Herdman et al. 2011, Qual Life Res 20:1727; euroqol.org",
    items=(*slots(5, 1, 5), Item(id="vas", low=0, high=100)),
    scoring_status="unverified",
    note="Missing here: the value set of a country, which makes an index of the five answers. The "
    "profile is the five answers as one number, 11111 to 55555; it is never summed or averaged.",
    subscales=(
        Subscale(
            id="vas",
            title="Health today",
            low=0,
            high=100,
            step=1,
            better="higher",
            scoring={"value": "vas"},
        ),
        Subscale(id="index", title="Index", low=None, high=1, step=None, better="higher"),
    ),
    derived={"profile": _PROFILE},
)
