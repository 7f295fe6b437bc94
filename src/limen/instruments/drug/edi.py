"""Loss of the sense of self."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import numbers, sliders, total

EDI = Instrument(
    id="edi",
    title="Ego-Dissolution Inventory (EDI)",
    kind="visual_analogue_scale",
    construct="ego dissolution",
    recall="the session",
    licence="B",
    licence_note="CC BY 4.0, with the citation",
    source="Nour et al. 2016, Front Hum Neurosci 10:269 (doi 10.3389/fnhum.2016.00269)",
    items=sliders(numbers(1, 8)),
    scoring_status="verified",
    note="The mean of eight scales. It notices a dose that is too high to be a microdose.",
    subscales=(
        Subscale(
            id="mean",
            title="Ego dissolution",
            low=0,
            high=100,
            step=1 / 8,
            better="neither",
            scoring=total(numbers(1, 8), operator="mean"),
            published=(alpha(0.93),),
        ),
    ),
)
