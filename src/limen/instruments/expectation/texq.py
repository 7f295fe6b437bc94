"""Expectations of a treatment in six kinds, for any treatment."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import slots

_KINDS = (
    ("benefit", "Treatment benefit"),
    ("positive_impact", "Positive impact"),
    ("adverse_events", "Adverse events"),
    ("negative_impact", "Negative impact"),
    ("process", "Process"),
    ("behavioural_control", "Behavioural control"),
)

TEXQ = Instrument(
    id="texq",
    title="Treatment Expectation Questionnaire (TEX-Q)",
    kind="questionnaire",
    construct="expectancy",
    recall="the coming treatment",
    licence="B",
    licence_note="PLOS ONE, CC BY; read the licence line on the article",
    source="PLoS ONE (PMC9870103)",
    items=slots(15, 0, 10),
    scoring_status="none",
    note="Which of the fifteen items belongs to which of the six subscales is missing here: read "
    "it"
    "in the article, and define the instrument in the study.",
    subscales=tuple(
        Subscale(
            id=id,
            title=title,
            low=None,
            high=None,
            step=None,
            better="neither",
            published=(alpha(0.71, 0.92), retest(0.39, 0.76)),
        )
        for id, title in _KINDS
    ),
)
