"""Symptoms after a trauma, by the four clusters of the DSM-5."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, important, reliable, retest
from limen.instruments.scoring import numbers, slots, total

_CLUSTERS = {
    "intrusion": numbers(1, 5),
    "avoidance": numbers(6, 7),
    "cognition_and_mood": numbers(8, 14),
    "arousal": numbers(15, 20),
}
_TITLES = ("Intrusion (B)", "Avoidance (C)", "Cognition and mood (D)", "Arousal (E)")

PCL5 = Instrument(
    id="pcl5",
    title="PTSD Checklist for DSM-5 (PCL-5)",
    kind="questionnaire",
    construct="trauma symptoms",
    recall="1 month",
    licence="A",
    licence_note="US Department of Veterans Affairs, public domain",
    source="Weathers et al. 2013, National Center for PTSD; ptsd.va.gov",
    items=slots(20, 0, 4),
    scoring_status="unverified",
    note="No filled-in sheet has been compared. Sources give 31 to 33 as the cut-off.",
    subscales=(
        Subscale(
            id="total",
            title="Trauma symptoms",
            low=0,
            high=80,
            step=1,
            better="lower",
            scoring=total(numbers(1, 20)),
            published=(alpha(0.94), retest(0.82), reliable(5), important(10)),
        ),
        *(
            Subscale(
                id=id,
                title=title,
                low=0,
                high=4 * len(items),
                step=1,
                better="lower",
                scoring=total(items),
            )
            for (id, items), title in zip(_CLUSTERS.items(), _TITLES, strict=True)
        ),
    ),
    derived={
        "from_31": {"at_least": [{"value": "total"}, 31]},
        "from_33": {"at_least": [{"value": "total"}, 33]},
    },
)
