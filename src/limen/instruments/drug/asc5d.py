"""Altered states of consciousness in five dimensions."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale

_DIMENSIONS = (
    ("oceanic_boundlessness", "Oceanic boundlessness"),
    ("anxious_ego_dissolution", "Anxious ego dissolution"),
    ("visionary_restructuralisation", "Visionary restructuralisation"),
    ("auditory_alterations", "Auditory alterations"),
    ("reduced_vigilance", "Reduced vigilance"),
)

ASC5D = Instrument(
    id="asc5d",
    title="5 Dimensions of Altered States of Consciousness (5D-ASC)",
    kind="questionnaire",
    construct="altered states",
    recall="the session",
    licence="F",
    licence_note="copyright of its authors",
    source="Dittrich 1998, Pharmacopsychiatry 31:80; Studerus, Gamma and Vollenweider 2010, PLoS "
    "ONE 5:e12412",
    note="94 visual analogue scales from 0 to 100; each dimension is the mean of its items.",
    subscales=tuple(
        Subscale(id=id, title=title, low=0, high=100, step=None, better="neither")
        for id, title in _DIMENSIONS
    ),
)
