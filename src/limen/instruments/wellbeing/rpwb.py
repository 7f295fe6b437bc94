"""Psychological well-being in six dimensions, as the self-blinding study published it."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.norms import over_four_weeks
from limen.instruments.published import alpha

_DIMENSIONS = (
    ("autonomy", "Autonomy", (0.721, 6.884, 10.072)),
    ("environmental_mastery", "Environmental mastery", (0.792, 6.315, 7.984)),
    ("personal_growth", "Personal growth", (0.705, 4.564, 6.876)),
    ("positive_relations", "Positive relations", (0.808, 7.251, 8.817)),
    ("purpose_in_life", "Purpose in life", (0.797, 7.027, 8.767)),
    ("self_acceptance", "Self-acceptance", (0.723, 8.701, 12.690)),
)

RPWB = Instrument(
    id="rpwb",
    title="Ryff Scales of Psychological Well-Being, 42 items (RPWB)",
    kind="questionnaire",
    construct="eudaimonic well-being",
    recall="in general",
    licence="E",
    licence_note="free on request to the author",
    source="Ryff and Keyes 1995, J Pers Soc Psychol 69:719; ranges as in Szigeti et al. 2021",
    note="Seven items a dimension, answered 1 to 7 in the self-blinding study (1 to 6 elsewhere). "
    "Its published total is 6/7 of the sum of the six, rounded; so the total is never rebuilt from "
    "them.",
    subscales=(
        Subscale(
            id="total",
            title="Psychological well-being (published total)",
            low=36,
            high=252,
            step=1,
            better="higher",
            reliability=over_four_weeks(0.834, 26.094, 29.468),
        ),
        *(
            Subscale(
                id=id,
                title=title,
                low=7,
                high=49,
                step=1,
                better="higher",
                reliability=over_four_weeks(*figures),
                published=(alpha(0.70, 0.89),),
            )
            for id, title, figures in _DIMENSIONS
        ),
    ),
)
