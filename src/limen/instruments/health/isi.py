"""Insomnia and what it does."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, important, retest
from limen.instruments.scoring import band, numbers, slots, total

ISI = Instrument(
    id="isi",
    title="Insomnia Severity Index (ISI)",
    kind="questionnaire",
    construct="insomnia",
    recall="2 weeks",
    licence="E",
    licence_note="copyright of its author; Mapi Research Trust",
    source="Bastien, Vallières and Morin 2001, Sleep Med 2:297",
    items=slots(7, 0, 4),
    scoring_status="verified",
    subscales=(
        Subscale(
            id="total",
            title="Severity of insomnia",
            low=0,
            high=28,
            step=1,
            better="lower",
            scoring=total(numbers(1, 7)),
            published=(alpha(0.90), retest(0.86), important(6)),
        ),
    ),
    derived={
        "band": band("total", (0, "none"), (8, "subthreshold"), (15, "moderate"), (22, "severe"))
    },
)
