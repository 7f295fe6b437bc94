"""Depressive symptoms as groups of statements."""

from __future__ import annotations

from dataclasses import replace

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, important, retest
from limen.instruments.scoring import band, numbers, slots, total

_SLOTS = slots(21, 0, 3)

BDI2 = Instrument(
    id="bdi2",
    title="Beck Depression Inventory, second edition (BDI-II)",
    kind="questionnaire",
    construct="depression",
    recall="2 weeks",
    licence="F",
    licence_note="Pearson",
    source="Beck, Steer and Brown 1996, Manual for the Beck Depression Inventory-II",
    items=(*_SLOTS[:8], replace(_SLOTS[8], tag="self_harm"), *_SLOTS[9:]),
    scoring_status="unverified",
    note="No filled-in sheet has been compared. A fall of 17.5 % of the baseline is the smallest "
    "important change (Button 2015).",
    subscales=(
        Subscale(
            id="total",
            title="Depressive symptoms",
            low=0,
            high=63,
            step=1,
            better="lower",
            scoring=total(numbers(1, 21)),
            published=(
                alpha(0.93),
                retest(0.93, about="1 week"),
                important(3.5, about="Kounali 2022", checked=True),
            ),
        ),
    ),
    derived={"band": band("total", (0, "minimal"), (14, "mild"), (20, "moderate"), (29, "severe"))},
)
