"""Personality, as the self-blinding study published it."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.norms import over_four_weeks

_TRAITS = (
    ("extraversion", "Extraversion", 8, (0.869, 6.468, 6.495)),
    ("agreeableness", "Agreeableness", 9, (0.845, 5.324, 5.810)),
    ("conscientiousness", "Conscientiousness", 9, (0.829, 6.130, 7.029)),
    ("neuroticism", "Neuroticism", 8, (0.822, 6.894, 8.056)),
    ("openness", "Openness", 10, (0.773, 5.341, 7.055)),
    ("intellect", "Intellect", 10, (0.847, 5.469, 5.939)),
)

BIG_FIVE = Instrument(
    id="big_five",
    title="Big-five inventory of the self-blinding study",
    kind="questionnaire",
    construct="personality",
    recall="in general",
    licence="E",
    licence_note="the version used has not been confirmed, so its terms are not known",
    source="John and Srivastava 1999, in Handbook of Personality; DeYoung, Quilty and Peterson "
    "2007, J Pers Soc Psychol 93:880; ranges as in the data of Szigeti et al. 2021",
    note="Items are answered 1 to 5. The numbers of items follow from the highest public scores "
    "(40, 45, 45, 40, 50, 50) and are not confirmed.",
    subscales=tuple(
        Subscale(
            id=id,
            title=title,
            low=count,
            high=5 * count,
            step=1,
            better="neither",
            reliability=over_four_weeks(*figures),
        )
        for id, title, count, figures in _TRAITS
    ),
)
