"""The daily ratings of the MDLSD trial."""

from __future__ import annotations

from limen.instruments.instrument import Better, Instrument, Subscale
from limen.instruments.scoring import sliders

_SCALES: tuple[tuple[str, str, Better], ...] = (
    ("happiness", "Happiness", "higher"),
    ("energy", "Energy", "higher"),
    ("creativity", "Creativity", "higher"),
    ("connectedness", "Connectedness", "higher"),
    ("wellness", "Wellness", "higher"),
    ("calm", "Calm", "higher"),
    ("focus", "Focus", "higher"),
    ("irritability", "Irritability", "lower"),
)

MDLSD_DAILY = Instrument(
    id="mdlsd_daily",
    title="Daily visual analogue scales of the MDLSD trial",
    kind="visual_analogue_scale",
    construct="daily states",
    recall="today",
    licence="E",
    licence_note="wording of the study",
    source="Murphy et al. 2021, Trials (doi 10.1186/s13063-021-05243-3); Murphy et al. 2024, Biol "
    "Psychiatry",
    items=sliders(id for id, *_ in _SCALES),
    scoring_status="unverified",
    note="The list of scales is from general knowledge of the trial, and may not be complete.",
    subscales=tuple(
        Subscale(id=id, title=title, low=0, high=100, step=1, better=better, scoring={"value": id})
        for id, title, better in _SCALES
    ),
)
