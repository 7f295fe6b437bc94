"""Protective resources within a person, the family and beyond."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import alpha, retest
from limen.instruments.scoring import slots

_RESOURCES = (
    ("self", "Perception of self"),
    ("future", "Planned future"),
    ("social_competence", "Social competence"),
    ("structured_style", "Structured style"),
    ("family_cohesion", "Family cohesion"),
    ("social_resources", "Social resources"),
)

RSA = Instrument(
    id="rsa",
    title="Resilience Scale for Adults (RSA)",
    kind="questionnaire",
    construct="resilience",
    recall="in general",
    licence="E",
    licence_note="copyright of its authors",
    source="Friborg et al. 2003, Int J Methods Psychiatr Res 12:65",
    items=slots(33, 1, 7),
    scoring_status="none",
    note="About half of the items are reversed. Which, and which item belongs to which resource, "
    "is"
    "missing here: take it from the authors.",
    subscales=(
        Subscale(
            id="total",
            title="Resilience",
            low=33,
            high=231,
            step=1,
            better="higher",
            published=(alpha(0.93), retest(0.70, 0.84)),
        ),
        *(
            Subscale(id=id, title=title, low=None, high=None, step=None, better="higher")
            for id, title in _RESOURCES
        ),
    ),
)
