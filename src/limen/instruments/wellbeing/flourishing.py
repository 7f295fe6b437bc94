"""Flourishing: meaning, relations, competence."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import numbers, slots, total

FLOURISHING = Instrument(
    id="flourishing",
    title="Flourishing Scale",
    kind="questionnaire",
    construct="well-being",
    recall="in general",
    licence="C",
    licence_note="free without permission, with credit to the authors; confirm before use",
    source="Diener et al. 2010, Soc Indic Res 97:143",
    items=slots(8, 1, 7),
    scoring_status="unverified",
    note="No filled-in sheet has been compared.",
    subscales=(
        Subscale(
            id="total",
            title="Flourishing",
            low=8,
            high=56,
            step=1,
            better="higher",
            scoring=total(numbers(1, 8)),
            published=(alpha(0.87), retest(0.71)),
        ),
    ),
)
