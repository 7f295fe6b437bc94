"""Answering: what is asked at an occasion, what a form says, and what becomes of it.

Pure here: `asked`, `read_answers`, `page_mark`. What writes is in `services`.
"""

from __future__ import annotations

from limen.conduct.core.answering.answers import Answer, Answers, FormError
from limen.conduct.core.answering.asked import asked
from limen.conduct.core.answering.baseline import BaselineState, baseline
from limen.conduct.core.answering.counting import counted, latest
from limen.conduct.core.answering.fired import fired
from limen.conduct.core.answering.mark import page_mark, read_mark
from limen.conduct.core.answering.questionnaire import (
    DECLINED,
    Check,
    Label,
    Question,
    Questionnaire,
    Section,
    as_json,
)
from limen.conduct.core.answering.read import fields_of, read_answers
from limen.conduct.core.answering.receipt import Receipt
from limen.conduct.core.answering.services import (
    Difference,
    Dose,
    correct,
    correct_administration,
    correct_event,
    correct_measurement,
    dose_of_the_day,
    doses,
    event_questions,
    receipt_of,
    recompute,
    record_administration,
    report_event,
    rescore,
    submit,
)

__all__ = [
    "DECLINED",
    "Answer",
    "Answers",
    "BaselineState",
    "Check",
    "Difference",
    "Dose",
    "FormError",
    "Label",
    "Question",
    "Questionnaire",
    "Receipt",
    "Section",
    "as_json",
    "asked",
    "baseline",
    "correct",
    "correct_administration",
    "correct_event",
    "correct_measurement",
    "counted",
    "dose_of_the_day",
    "doses",
    "event_questions",
    "fields_of",
    "fired",
    "latest",
    "page_mark",
    "read_answers",
    "read_mark",
    "receipt_of",
    "recompute",
    "record_administration",
    "report_event",
    "rescore",
    "submit",
]
