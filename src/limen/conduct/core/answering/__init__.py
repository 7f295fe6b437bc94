"""Answering: what is asked at an occasion, what a form says, and what becomes of it.

Pure here: `asked`, `read_answers`, `page_mark`. What writes is in `services`.
"""

from __future__ import annotations

from limen.conduct.core.answering.answers import Answer, Answers, FormError
from limen.conduct.core.answering.asked import asked
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

__all__ = [
    "DECLINED",
    "Answer",
    "Answers",
    "Check",
    "FormError",
    "Label",
    "Question",
    "Questionnaire",
    "Receipt",
    "Section",
    "as_json",
    "asked",
    "fields_of",
    "page_mark",
    "read_answers",
    "read_mark",
]
