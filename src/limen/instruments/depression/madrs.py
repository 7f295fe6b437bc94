"""Depression, rated by a clinician."""

from __future__ import annotations

from dataclasses import replace

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, important
from limen.instruments.scoring import band, numbers, slots, total

_SLOTS = slots(10, 0, 6)

MADRS = Instrument(
    id="madrs",
    title="Montgomery-Åsberg Depression Rating Scale (MADRS)",
    kind="clinician_rating",
    construct="depression",
    recall="1 week",
    licence="E",
    licence_note="copyright of its authors and the Royal College of Psychiatrists",
    source="Montgomery and Åsberg 1979, Br J Psychiatry 134:382",
    items=(*_SLOTS[:9], replace(_SLOTS[9], tag="self_harm")),
    scoring_status="unverified",
    note="No filled-in sheet has been compared. The self-rated form (MADRS-S, 3 days) is another "
    "instrument.",
    subscales=(
        Subscale(
            id="total",
            title="Depression",
            low=0,
            high=60,
            step=1,
            better="lower",
            scoring=total(numbers(1, 10)),
            published=(alpha(0.85), important(2)),
        ),
    ),
    derived={"band": band("total", (0, "none"), (7, "mild"), (20, "moderate"), (35, "severe"))},
)
