"""How dependent one feels on a drug."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import numbers, slots, total

SDS = Instrument(
    id="sds",
    title="Severity of Dependence Scale (SDS)",
    kind="questionnaire",
    construct="dependence",
    recall="12 months, or 3 months in a follow-up",
    licence="C",
    licence_note="freely reproduced, with credit",
    source="Gossop et al. 1995, Addiction 90:607",
    items=slots(5, 0, 3),
    scoring_status="verified",
    note="The cut-off depends on the drug (3 to 5), so none is given.",
    subscales=(
        Subscale(
            id="total",
            title="Severity of dependence",
            low=0,
            high=15,
            step=1,
            better="lower",
            scoring=total(numbers(1, 5)),
            published=(alpha(0.80, 0.90),),
        ),
    ),
)
