"""Use of drugs other than alcohol, and its harm."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.published import alpha
from limen.instruments.scoring import ids, numbers, total

_LIMIT = {"recode": {"value": "sex"}, "pairs": [["male", 6], ["female", 2]], "otherwise": None}

DUDIT = Instrument(
    id="dudit",
    title="Drug Use Disorders Identification Test (DUDIT)",
    kind="questionnaire",
    construct="drugs",
    recall="12 months",
    licence="E",
    licence_note="free to use, unmodified; ask Karolinska Institutet",
    source="Berman et al. 2003, manual; Berman et al. 2005, Eur Addict Res 11:22",
    items=tuple(
        Item(id=id, low=0, high=4, options=(0, 2, 4) if id in ids(10, 11) else ())
        for id in numbers(1, 11)
    ),
    context=("sex",),
    scoring_status="verified",
    note="Items 10 and 11 take 0, 2 or 4; one guideline prints this swapped. A problem is likely "
    "from 6 in men and from 2 in women, dependence from 25; without a sex that the source has a "
    "limit for, the first is missing.",
    subscales=(
        Subscale(
            id="total",
            title="Problems with drugs",
            low=0,
            high=44,
            step=1,
            better="lower",
            scoring=total(numbers(1, 11)),
            published=(alpha(0.80, 0.94),),
        ),
    ),
    derived={
        "problem": {"at_least": [{"value": "total"}, _LIMIT]},
        "dependence": {"at_least": [{"value": "total"}, 25]},
    },
)
