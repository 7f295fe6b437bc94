"""Satisfaction with life."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.norms import over_four_weeks
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import band, numbers, slots, total

SWLS = Instrument(
    id="swls",
    title="Satisfaction With Life Scale (SWLS)",
    kind="questionnaire",
    construct="life satisfaction",
    recall="in general",
    licence="C",
    licence_note="free without permission, with credit to the authors",
    source="Diener et al. 1985, J Pers Assess 49:71",
    items=slots(5, 1, 7),
    scoring_status="verified",
    subscales=(
        Subscale(
            id="total",
            title="Satisfaction with life",
            low=5,
            high=35,
            step=1,
            better="higher",
            scoring=total(numbers(1, 5)),
            reliability=over_four_weeks(0.799, 6.947, 8.640),
            published=(alpha(0.87), retest(0.82, about="2 months")),
        ),
    ),
    derived={
        "band": band(
            "total",
            (5, "extremely_dissatisfied"),
            (10, "dissatisfied"),
            (15, "slightly_dissatisfied"),
            (20, "neutral"),
            (21, "slightly_satisfied"),
            (26, "satisfied"),
            (31, "extremely_satisfied"),
        )
    },
)
