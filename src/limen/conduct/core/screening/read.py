"""What a form says, as the record keeps it; and what the record keeps, as rules take it."""

from __future__ import annotations

import math
from typing import Any

from django.utils.translation import gettext as _

from limen.conduct.core.models import EligibilityAnswer
from limen.errors import Problem
from limen.protocol.document.people import ScreeningQuestion

DECLINED = "declined"  # as an answer in a form: prefer not to say
_TRUTHS = {"yes": "true", "true": "true", "no": "false", "false": "false"}
_AT_MOST = 40


def read_answer(question: ScreeningQuestion, text: str) -> str | Problem:
    """Return an answer as it is kept: `42`, `true`, `female`; a `Problem` if it is none.

    Numbers may have a decimal comma.
    """
    text = text.strip()
    if question.kind == "yes_no":
        return _TRUTHS.get(text) or _problem(question, _("Please choose yes or no."))
    if question.kind == "choice":
        known = text in question.options
        return text if known else _problem(question, _("Please choose one of the answers."))
    return _number(question, text)


def value_of(question: ScreeningQuestion, answer: EligibilityAnswer) -> Any:
    """Return a kept answer as a rule takes it: a number, a truth, a text, or why there is none."""
    if answer.state != "answered":
        return {"state": answer.state}
    if question.kind == "yes_no":
        return answer.value == "true"
    return float(answer.value) if question.kind == "number" else answer.value


def fits(question: ScreeningQuestion, answer: EligibilityAnswer) -> bool:
    """Whether a kept answer is one to the question as it is now, after an amendment too."""
    return answer.state != "answered" or isinstance(read_answer(question, answer.value), str)


def _number(question: ScreeningQuestion, text: str) -> str | Problem:
    try:
        number = float(text.replace(",", ".")) if len(text) <= _AT_MOST else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in text:
        return _problem(question, _("Please enter a number."))
    low = question.low if isinstance(question.low, float) else -math.inf
    high = question.high if isinstance(question.high, float) else math.inf
    if not low <= number <= high:
        words = _("This cannot be: it lies outside %(low)s to %(high)s.")
        return _problem(question, words % {"low": _plain(low), "high": _plain(high)})
    return _plain(number)


def _plain(number: float) -> str:
    return str(int(number)) if math.isfinite(number) and number.is_integer() else repr(number)


def _problem(question: ScreeningQuestion, message: str) -> Problem:
    return Problem(message=message, path=str(question.id))
