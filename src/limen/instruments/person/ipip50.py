"""The five broad traits of personality in fifty items."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha
from limen.instruments.scoring import ids, slots, total

#: Trait, its title, its first item (every fifth belongs to it), and the reversed ones.
_TRAITS = (
    ("extraversion", "Extraversion", 1, ids(6, 16, 26, 36, 46)),
    ("agreeableness", "Agreeableness", 2, ids(2, 12, 22, 32)),
    ("conscientiousness", "Conscientiousness", 3, ids(8, 18, 28, 38)),
    ("stability", "Emotional stability", 4, ids(4, 14, 24, 29, 34, 39, 44, 49)),
    ("intellect", "Intellect and imagination", 5, ids(10, 20, 30)),
)

IPIP50 = Instrument(
    id="ipip50",
    title="IPIP Big-Five factor markers, 50 items",
    kind="questionnaire",
    construct="personality",
    recall="in general",
    licence="A",
    licence_note="International Personality Item Pool: public domain, no permission needed",
    source="Goldberg 1992, Psychol Assess 4:26; ipip.ori.org",
    items=slots(50, 1, 5),
    scoring_status="unverified",
    note="The key is that of the public sample questionnaire, from common knowledge; it holds for "
    "the order of items printed there only.",
    subscales=tuple(
        Subscale(
            id=id,
            title=title,
            low=10,
            high=50,
            step=1,
            better="neither",
            scoring=total(ids(*range(first, 51, 5)), reverse=turned, span=(1, 5)),
            published=(alpha(0.79, 0.87),),
        )
        for id, title, first, turned in _TRAITS
    ),
)
