"""What was measured at an occasion: the versions that count, and every one before them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from limen.conduct.core.answering import Question
from limen.conduct.core.answering.sections.measured import section
from limen.conduct.core.models import Measurement, Occasion
from limen.instruments.texts.text import written
from limen.protocol import listed


@dataclass(frozen=True)
class Value:
    """A version of a measurement, and what it says in words."""

    row: Measurement
    words: str


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A quantity or finding; `question` is how it was asked, None if it is asked no more."""

    title: str
    question: Question | None
    latest: Value
    earlier: tuple[Value, ...]


def measured_of(occasion: Occasion) -> list[Measured]:
    """Return what was measured at an occasion, by name and by who measured it."""
    rows = Measurement.objects.filter(occasion=occasion)
    questions = questions_of(occasion)
    return [
        _measured(name, list(some), questions.get(name))
        for (name, _respondent), some in groupby(
            rows.order_by("name", "respondent", "-version"),
            key=lambda row: (row.name, row.respondent),
        )
    ]


def questions_of(occasion: Occasion) -> dict[str, Question]:
    """Return how each measurement of the protocol is asked, by its name."""
    found = listed(occasion.made_under.protocol.measurements)
    if not found:
        return {}
    language = occasion.participant.language
    return {question.slot: question for question in section(found, language).questions}


def said_of(question: Question | None, row: Measurement) -> str:
    """Return a value as people read it: a finding in its words, a number with its unit."""
    if row.value is None:
        return _("not had")
    value = written(row.value)
    if question is None:
        return value
    words = {label.value: label.words for label in question.labels}
    return words.get(value) or f"{value} {question.unit}".strip()


def _measured(name: str, versions: Iterable[Measurement], question: Question | None) -> Measured:
    latest, *earlier = (Value(row, said_of(question, row)) for row in versions)
    return Measured(
        title=question.words if question is not None else name,
        question=question,
        latest=latest,
        earlier=tuple(earlier),
    )
