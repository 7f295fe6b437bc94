"""Resilience as bouncing back."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import band, ids, numbers, slots, total

_REVERSED = ids(2, 4, 6)

BRS = Instrument(
    id="brs",
    title="Brief Resilience Scale (BRS)",
    kind="questionnaire",
    construct="resilience",
    recall="in general",
    licence="C",
    licence_note="publicly available; the author allows use",
    source="Smith et al. 2008, Int J Behav Med 15:194; PhenX 251401",
    items=slots(6, 1, 5),
    scoring_status="verified",
    note="The mean ends at 5.00; one source prints 6.00.",
    subscales=(
        Subscale(
            id="mean",
            title="Resilience",
            low=1,
            high=5,
            step=1 / 6,
            better="higher",
            scoring=total(numbers(1, 6), reverse=_REVERSED, span=(1, 5), operator="mean"),
            published=(
                alpha(0.80, 0.91),
                retest(0.69, about="1 month"),
                retest(0.62, about="3 months"),
            ),
        ),
    ),
    derived={
        "sum": total(numbers(1, 6), reverse=_REVERSED, span=(1, 5)),
        "band": band("mean", (1, "low"), (3, "normal"), (4.31, "high")),
    },
)
