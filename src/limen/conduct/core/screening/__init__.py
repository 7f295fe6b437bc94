"""Screening: questions, what the rules say, an investigator's decision, and the start.

`may_be_randomised` is in `limen.conduct.core.screening.randomisable`.
"""

from __future__ import annotations

from limen.conduct.core.screening.answer_screening import (
    answer_screening,
    latest_answers,
    unanswered,
)
from limen.conduct.core.screening.decide import decide, latest_decision, meaning_of_decision
from limen.conduct.core.screening.enrolment import open_to_decision
from limen.conduct.core.screening.judge import Judged, JudgedCriterion, judged
from limen.conduct.core.screening.questions import (
    by_participant,
    choices_of,
    in_words,
    own_questions,
    questions_of,
)
from limen.conduct.core.screening.read import DECLINED
from limen.conduct.core.screening.start import earliest_start, missed_if_started, plan_start

__all__ = [
    "DECLINED",
    "Judged",
    "JudgedCriterion",
    "answer_screening",
    "by_participant",
    "choices_of",
    "decide",
    "earliest_start",
    "in_words",
    "judged",
    "latest_answers",
    "latest_decision",
    "meaning_of_decision",
    "missed_if_started",
    "open_to_decision",
    "own_questions",
    "plan_start",
    "questions_of",
    "unanswered",
]
