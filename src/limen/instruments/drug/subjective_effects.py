"""Ratings of what a dose does, repeated over the hours after it."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.scoring import sliders

_SCALES = (
    ("under_the_influence", "Under the influence"),
    ("good_drug_effect", "Good drug effect"),
    ("bad_drug_effect", "Bad drug effect"),
)

SUBJECTIVE_EFFECTS = Instrument(
    id="subjective_effects",
    title="Visual analogue scales of subjective drug effects",
    kind="visual_analogue_scale",
    construct="drug effect",
    recall="now",
    licence="E",
    licence_note="wording of the study",
    source="Holze et al. 2021, Clin Pharmacol Ther (LSD microdoses)",
    items=sliders(id for id, _ in _SCALES),
    scoring_status="verified",
    note="The scales that the published reports name; there may have been more.",
    subscales=tuple(
        Subscale(
            id=id, title=title, low=0, high=100, step=1, better="neither", scoring={"value": id}
        )
        for id, title in _SCALES
    ),
)
