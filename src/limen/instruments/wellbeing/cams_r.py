"""Mindfulness in daily life."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.norms import over_four_weeks
from limen.instruments.published import alpha
from limen.instruments.scoring import ids, numbers, slots, total

_TEN = tuple(item for item in numbers(1, 12) if item not in ("2", "7"))

CAMS_R = Instrument(
    id="cams_r",
    title="Cognitive and Affective Mindfulness Scale, revised (CAMS-R)",
    kind="questionnaire",
    construct="mindfulness",
    recall="in general",
    licence="E",
    licence_note="free from its author; the text is copyright of Springer",
    source="Feldman et al. 2007, J Psychopathol Behav Assess 29:177",
    items=slots(12, 1, 4),
    scoring_status="unverified",
    note="The key of reversed items (2, 6, 7) is common knowledge, not read in the paper; the form "
    "with ten items leaves out 2 and 7.",
    subscales=(
        Subscale(
            id="total",
            title="Mindfulness",
            low=12,
            high=48,
            step=1,
            better="higher",
            scoring=total(numbers(1, 12), reverse=ids(2, 6, 7), span=(1, 4)),
            reliability=over_four_weeks(0.738, 5.895, 8.356),
            published=(alpha(0.74, 0.80),),
        ),
    ),
    derived={"total10": total(_TEN, reverse=ids(6), span=(1, 4))},
)
