"""Stress as perceived over a month."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, reliable, retest
from limen.instruments.scoring import band, ids, numbers, slots, total

PSS10 = Instrument(
    id="pss10",
    title="Perceived Stress Scale (PSS-10)",
    kind="questionnaire",
    construct="stress",
    recall="1 month",
    licence="E",
    licence_note="free for academic, non-profit use; copyright American Sociological Association",
    source="Cohen and Williamson 1988, in The Social Psychology of Health",
    items=slots(10, 0, 4),
    scoring_status="verified",
    note="The bands are in common use, not official.",
    subscales=(
        Subscale(
            id="total",
            title="Perceived stress",
            low=0,
            high=40,
            step=1,
            better="lower",
            scoring=total(numbers(1, 10), reverse=ids(4, 5, 7, 8), span=(0, 4)),
            published=(
                alpha(0.78, 0.91),
                retest(0.85, about="2 days"),
                retest(0.55, about="6 weeks"),
                reliable(7, 8),
            ),
        ),
    ),
    derived={"band": band("total", (0, "low"), (14, "moderate"), (27, "high"))},
)
