"""The visual analogue scales of the self-blinding study, answered on a dose day."""

from __future__ import annotations

from limen.instruments.instrument import Better, Instrument, Subscale
from limen.instruments.norms import between_weeks
from limen.instruments.scoring import sliders

_SCALES: tuple[tuple[str, str, Better, tuple[float, float, float]], ...] = (
    ("intensity", "Drug intensity", "neither", (0.036, 18.236, 48.731)),
    ("energy", "Energy", "higher", (0.235, 20.335, 49.141)),
    ("mood", "Mood", "higher", (0.345, 20.616, 46.900)),
    ("creativity", "Creativity", "higher", (0.285, 19.208, 44.914)),
    ("focus", "Focus", "higher", (0.255, 19.882, 46.708)),
    ("temper", "Temper", "lower", (0.302, 23.133, 53.859)),
)

VAS = Instrument(
    id="vas",
    title="Visual analogue scales of the self-blinding study",
    kind="visual_analogue_scale",
    construct="drug intensity and states on a dose day",
    recall="today",
    licence="E",
    licence_note="wording of the study",
    source="Szigeti et al. 2021, eLife 10:e62878",
    items=sliders(id for id, *_ in _SCALES),
    scoring_status="verified",
    note="One rating repeats itself poorly (ICC .24 to .35): average at least seven days before "
    "speaking of a change in one person. Less temper is taken as better.",
    subscales=tuple(
        Subscale(
            id=id,
            title=title,
            low=0,
            high=100,
            step=1,
            better=better,
            scoring={"value": id},
            reliability=between_weeks(*figures),
        )
        for id, title, better, figures in _SCALES
    ),
)
