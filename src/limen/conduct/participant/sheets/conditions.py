"""Conditions in words: on a page without a script, people skip by reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from limen.conduct.core.answering.questionnaire import Question, Questionnaire


def only_if(questionnaire: Questionnaire, question: Question) -> str:
    """Return in words when a question is asked; blank if always.

    A rule that is more than comparisons with earlier answers is put in general words.
    """
    if question.asked_if is None:
        return ""
    known = {one.key: one for one in questionnaire.questions}
    parts = [words for words in _parts(question.asked_if, known) if words]
    if not parts or None in [*_parts(question.asked_if, known)]:
        return _("Only if it follows from your answers above.")
    return " ".join(dict.fromkeys(parts))


def _parts(rule: Any, known: Mapping[str, Question]) -> Iterator[str | None]:
    """Give the words of each part of a rule; None for one that has none, blank for a needless one.

    That an answer is there goes without saying where another part says what it has to be.
    """
    match rule:
        case {"and": [*rules]}:
            for one in rules:
                yield from _parts(one, known)
        case {"not": {"is_missing": {"value": str(key)}}} if key in known:
            typed = known[key].kind not in ("scale", "choice")
            yield (
                _("Only if you answered “{question}”.").format(question=known[key].words)
                if typed
                else ""
            )
        case {"equals": [{"value": str(key)}, value]} if key in known:
            yield _said(known[key], [value], _("Only if you answered {answer} to “{question}”."))
        case {"differs": [{"value": str(key)}, value]} if key in known:
            yield _said(known[key], [value], _("Not if you answered {answer} to “{question}”."))
        case {"in": {"value": str(key)}, "options": [*values]} if key in known:
            yield _said(known[key], values, _("Only if you answered {answer} to “{question}”."))
        case _:
            yield None


def _said(question: Question, values: list[Any], template: str) -> str:
    words = {label.value: label.words for label in question.labels}
    answers = [words.get(_text(value), _text(value)) for value in values]
    named = _(" or ").join(f"“{answer}”" for answer in answers)
    return template.format(answer=named, question=question.words)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)
