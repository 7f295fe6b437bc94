"""Mindfulness as attention in daily life."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import numbers, slots, total

MAAS = Instrument(
    id="maas",
    title="Mindful Attention Awareness Scale (MAAS)",
    kind="questionnaire",
    construct="mindfulness",
    recall="in general",
    licence="C",
    licence_note="by its authors' word free for research, no permission needed; confirm before use",
    source="Brown and Ryan 2003, J Pers Soc Psychol 84:822",
    items=slots(15, 1, 6),
    scoring_status="verified",
    note="The mean of fifteen items; none is reversed.",
    subscales=(
        Subscale(
            id="mean",
            title="Mindfulness",
            low=1,
            high=6,
            step=1 / 15,
            better="higher",
            scoring=total(numbers(1, 15), operator="mean"),
            published=(alpha(0.82, 0.87), retest(0.81, about="4 weeks")),
        ),
    ),
)
