"""Symptoms of attention-deficit/hyperactivity disorder, rated by an investigator."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.scoring import numbers, slots, total

AISRS = Instrument(
    id="aisrs",
    title="Adult ADHD Investigator Symptom Rating Scale (AISRS)",
    kind="clinician_rating",
    construct="attention and hyperactivity",
    recall="1 week",
    licence="F",
    licence_note="copyright of its authors; terms not read",
    source="Spencer et al. 2010, J Atten Disord 14:57",
    items=slots(18, 0, 3),
    scoring_status="unverified",
    note="Eighteen symptoms, nine of inattention and nine of hyperactivity and impulsivity; which "
    "item belongs where was not read in the source, so only the total has a rule.",
    subscales=(
        Subscale(
            id="total",
            title="Symptoms of ADHD",
            low=0,
            high=54,
            step=1,
            better="lower",
            scoring=total(numbers(1, 18)),
        ),
        Subscale(id="inattention", title="Inattention", low=0, high=27, step=1, better="lower"),
        Subscale(
            id="hyperactivity",
            title="Hyperactivity and impulsivity",
            low=0,
            high=27,
            step=1,
            better="lower",
        ),
    ),
)
