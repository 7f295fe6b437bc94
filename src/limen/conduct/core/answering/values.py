"""What one field says: text in, a typed value out, or words about what would fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from limen.conduct.core.answering.questionnaire import Question
from limen.instruments.texts.text import written

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,12}|,[0-9]{1,2})?")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_MOMENT = re.compile(
    r"([0-9]{4})-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")  # of a choice whose answers nobody lists
_YEARS = range(1900, 2200)  # others are slips, and do not survive a change of zone


class Unfit(Exception):  # noqa: N818 - no error of Limen's: words for who filled in the form
    """An answer that does not fit its question; the text says what would."""


def value_of(question: Question, text: str) -> float | str:
    """Return what a text (stripped, not empty) says in answer to a question; `Unfit` if nothing."""
    return _READERS[question.kind](question, text)


def minutes(clock: str) -> float:
    """Return a time of day (``23:30``) as minutes after midnight."""
    hours, past = clock.split(":")
    return 60.0 * int(hours) + int(past)


def _number(question: Question, text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise Unfit(_("This is not a number.") + " " + _fits(question))
    value = float(text.replace(",", ".")) + 0.0  # no minus zero
    low, high = question.low, question.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise Unfit(_fits(question))
    return value


def _whole(question: Question, text: str) -> float:
    value = _number(question, text)
    if not value.is_integer():
        raise Unfit(_fits(question))
    return value


def _scale(question: Question, text: str) -> float:
    value = _number(question, text)
    if written(value) not in {label.value for label in question.labels}:
        raise Unfit(_fits(question))
    return value


def _choice(question: Question, text: str) -> str:
    known = {label.value for label in question.labels}
    if text not in known if known else not _ID.fullmatch(text):
        raise Unfit(_("Choose one of the answers."))
    return text


def _moment(question: Question, text: str) -> str:
    found = _MOMENT.fullmatch(text)
    try:
        if not found or int(found[1]) not in _YEARS:
            raise ValueError
        datetime.fromisoformat(text)
    except ValueError:
        raise Unfit(_("Give a date and a time, such as 2026-03-29T07:00.")) from None
    return text.replace(" ", "T")


def _clock(question: Question, text: str) -> str:
    if not _CLOCK.fullmatch(text):
        raise Unfit(_("Give a time of day, such as 07:00 or 23:30."))
    return text


def _text(question: Question, text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = unicodedata.normalize("NFC", lines).strip()
    if len(plain) > question.longest:
        limits = {"longest": question.longest}
        raise Unfit(_("Please shorten this to %(longest)d letters.") % limits)
    return plain


def _fits(question: Question) -> str:
    if question.low is None or question.high is None:
        return _("Give a number.")
    limits = {"low": written(question.low), "high": written(question.high)}
    if question.kind == "scale":
        return _("Choose one of the answers.")
    if question.kind == "whole":
        return _("Give a whole number from %(low)s to %(high)s.") % limits
    return _("Give a number from %(low)s to %(high)s.") % limits


_READERS: dict[str, Callable[[Question, str], float | str]] = {
    "number": _number,
    "slider": _number,
    "whole": _whole,
    "scale": _scale,
    "choice": _choice,
    "moment": _moment,
    "clock": _clock,
    "text": _text,
}
