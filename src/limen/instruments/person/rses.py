"""Self-esteem."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import ids, numbers, slots, total

RSES = Instrument(
    id="rses",
    title="Rosenberg Self-Esteem Scale (RSES)",
    kind="questionnaire",
    construct="self-esteem",
    recall="in general",
    licence="A",
    licence_note="public domain; confirm before use",
    source="Rosenberg 1965, Society and the Adolescent Self-Image",
    items=slots(10, 0, 3),
    scoring_status="unverified",
    note="The key of reversed items is common knowledge, and the order of items differs between "
    "copies.",
    subscales=(
        Subscale(
            id="total",
            title="Self-esteem",
            low=0,
            high=30,
            step=1,
            better="higher",
            scoring=total(numbers(1, 10), reverse=ids(2, 5, 6, 8, 9), span=(0, 3)),
            published=(alpha(0.77, 0.88), retest(0.82, 0.85)),
        ),
    ),
)
