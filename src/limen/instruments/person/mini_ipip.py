"""The five broad traits of personality in twenty items."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import ids, slots, total

#: Trait -> its items, and those of them that are reversed.
_TRAITS = {
    "extraversion": (ids(1, 6, 11, 16), ids(6, 16)),
    "agreeableness": (ids(2, 7, 12, 17), ids(7, 17)),
    "conscientiousness": (ids(3, 8, 13, 18), ids(8, 18)),
    "neuroticism": (ids(4, 9, 14, 19), ids(9, 19)),
    "imagination": (ids(5, 10, 15, 20), ids(10, 15, 20)),
}

MINI_IPIP = Instrument(
    id="mini_ipip",
    title="Mini-IPIP",
    kind="questionnaire",
    construct="personality",
    recall="in general",
    licence="A",
    licence_note="International Personality Item Pool: public domain, no permission needed",
    source="Donnellan et al. 2006, Psychol Assess 18:192; ipip.ori.org",
    items=slots(20, 1, 5),
    scoring_status="verified",
    note="Imagination has three reversed items, the other traits two; key read at ipip.ori.org.",
    subscales=tuple(
        Subscale(
            id=id,
            title=id.capitalize(),
            low=4,
            high=20,
            step=1,
            better="neither",
            scoring=total(items, reverse=turned, span=(1, 5)),
            published=(alpha(0.65, 0.77), retest(0.62, 0.87)),
        )
        for id, (items, turned) in _TRAITS.items()
    ),
)
