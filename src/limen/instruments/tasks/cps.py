"""The six puzzle tasks of the self-blinding study and their composite, in standard scores."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.norms import between_weeks

_TASKS = (
    ("rotations", "Rotations", (0.326, 0.936, 2.016)),
    ("odd_one_out", "Odd one out", (0.125, 1.094, 2.959)),
    ("spatial_planning", "Spatial planning", (0.500, 0.989, 1.950)),
    ("spatial_span", "Spatial span", (0.493, 0.976, 1.937)),
    ("feature_match", "Feature match", (0.336, 0.933, 2.125)),
    ("paired_associates", "Paired associates", (0.486, 0.976, 1.866)),
)

CPS = Instrument(
    id="cps",
    title="Cognitive performance: six puzzle tasks and their composite (CPS)",
    kind="task",
    construct="cognition",
    recall="performance",
    licence="F",
    licence_note="Cambridge Brain Sciences",
    source="Szigeti et al. 2021, eLife 10:e62878",
    scoring_status="none",
    note="Standard scores without limits. The published composite is the mean of the six tasks, to "
    "rounding; raw performance was not published.",
    subscales=(
        Subscale(
            id="composite",
            title="Cognitive performance score",
            low=None,
            high=None,
            step=None,
            better="higher",
            reliability=between_weeks(0.632, 0.559, 0.946),
            unit="standard deviations",
        ),
        *(
            Subscale(
                id=id,
                title=title,
                low=None,
                high=None,
                step=None,
                better="higher",
                reliability=between_weeks(*figures),
                unit="standard deviations",
            )
            for id, title, figures in _TASKS
        ),
    ),
)
