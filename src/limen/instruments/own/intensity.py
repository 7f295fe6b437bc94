"""Limen's one question on how much of a drug effect is felt."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.scoring import sliders
from limen.instruments.words import Words

_ENGLISH = Words(
    title="Effects today",
    instruction="Choose a place between the two ends.",
    items={"intensity": "How strongly have you felt an effect of what you took today, if at all?"},
    labels={"intensity": {"0": "No effect at all", "100": "An extremely strong effect"}},
)

INTENSITY = Instrument(
    id="limen_intensity",
    title="Limen drug intensity",
    kind="visual_analogue_scale",
    construct="drug effect",
    recall="today",
    licence="O",
    licence_note="CC0",
    source="Limen",
    items=sliders(["intensity"]),
    words={"en": _ENGLISH},
    scoring_status="verified",
    note="On placebo a comparable scale had mean 8.6 and SD 18.2, with a spike at zero (Szigeti et "
    "al. 2021).",
    subscales=(
        Subscale(
            id="intensity",
            title="Drug intensity",
            low=0,
            high=100,
            step=1,
            better="neither",
            scoring={"value": "intensity"},
        ),
    ),
)
