"""A questionnaire as a plain form, for staff who enter what somebody said or wrote on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from limen.conduct.core.answering import Label, Question, Questionnaire, Section

_RADIOS = ("scale", "choice")
_TYPES = {"moment": "datetime-local", "clock": "time"}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A question with what was entered, and what is wrong with it."""

    question: Question
    number: int
    value: str = ""
    is_declined: bool = False
    error: str = ""

    @property
    def control(self) -> str:
        """`radios`, `area` or `field`."""
        if self.question.kind in _RADIOS:
            return "radios"
        return "area" if self.question.kind == "text" and self.question.longest > 100 else "field"

    @property
    def field_type(self) -> str:
        """The type of the field; numbers are typed: no wheel turns them."""
        return _TYPES.get(self.question.kind, "text")

    @property
    def is_number(self) -> bool:
        """Whether a number is typed."""
        return self.question.kind in ("slider", "whole", "number")

    @property
    def labels(self) -> tuple[Label, ...]:
        """The words of the ends, where they say more than the number."""
        return tuple(one for one in self.question.labels if one.words != one.value)


@dataclass(frozen=True)
class Block:
    """Questions in a row; those that only `follow` an answer before are folded away at first."""

    questions: tuple[Shown, ...]
    follows: bool

    @property
    def is_open(self) -> bool:
        """Whether something of it was entered, or is wrong."""
        return any(one.value or one.is_declined or one.error for one in self.questions)


@dataclass(frozen=True)
class Part:
    """A section and its questions."""

    section: Section
    questions: tuple[Shown, ...]

    @property
    def blocks(self) -> list[Block]:
        """The questions in order, those that follow an answer apart."""
        runs = groupby(self.questions, key=lambda one: one.question.asked_if is not None)
        return [Block(tuple(some), follows) for follows, some in runs]


def parts(
    questionnaire: Questionnaire, form: Mapping[str, str], errors: Mapping[str, str]
) -> list[Part]:
    """Return the sections of a questionnaire, filled with what a form says."""
    numbers = {question.key: n for n, question in enumerate(questionnaire.questions, start=1)}
    return [
        Part(
            section,
            tuple(
                shown(one, form, number=numbers[one.key], error=errors.get(one.key, ""))
                for one in section.questions
            ),
        )
        for section in questionnaire.sections
    ]


def shown(
    question: Question, form: Mapping[str, str], *, number: int = 1, error: str = ""
) -> Shown:
    """Return a question, filled with what a form says."""
    value = form.get(question.key, "")
    return Shown(
        question=question,
        number=number,
        value="" if value == question.declines else value,
        is_declined=value == question.declines or bool(form.get(question.declines, "")),
        error=error,
    )
