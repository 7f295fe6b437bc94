"""Symptoms of generalised anxiety."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, important, reliable, retest
from limen.instruments.scoring import band, numbers, slots, total

_LOINC = ["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"]

GAD7 = Instrument(
    id="gad7",
    title="Generalised Anxiety Disorder-7 (GAD-7)",
    kind="questionnaire",
    construct="anxiety",
    recall="2 weeks",
    licence="A",
    licence_note="no permission required to reproduce, translate, display or distribute",
    source="Spitzer et al. 2006, Arch Intern Med 166:1092; phqscreeners.com",
    items=slots(7, 0, 3),
    codes={"panel": "69737-5", "total": "70274-6", **dict(zip(numbers(1, 7), _LOINC, strict=True))},
    scoring_status="verified",
    subscales=(
        Subscale(
            id="total",
            title="Anxiety symptoms",
            low=0,
            high=21,
            step=1,
            better="lower",
            scoring=total(numbers(1, 7)),
            published=(
                alpha(0.92),
                retest(0.83),
                important(1.5, about="Kounali 2022", checked=True),
                important(4, about="Toussaint 2020"),
                reliable(4, about="NHS Talking Therapies"),
            ),
        ),
    ),
    derived={
        "band": band("total", (0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")),
        "gad2_total": total(numbers(1, 2)),
    },
)
