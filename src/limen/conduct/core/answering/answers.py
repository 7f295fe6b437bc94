"""Answers that were read, and what was wrong with others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from limen.errors import ConductError, Problem

Value: TypeAlias = "float | str"
AnswerState: TypeAlias = Literal["answered", "declined", "skipped", "not_applicable", "missing"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer to one question, or why there is none; `text` is how it is stored."""

    key: str
    state: AnswerState
    value: Value | None = None

    @property
    def text(self) -> str:
        """The answer as text, numbers without a needless fraction; blank if there is none."""
        if isinstance(self.value, float):
            return str(int(self.value)) if self.value.is_integer() else repr(self.value)
        return self.value or ""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a form says: answers by key, or errors by key in words for people; never both used.

    Errors under the empty key are about the form as a whole. `missing` are questions that are asked
    and have no answer yet: errors where a form is final.
    """

    given: Mapping[str, Answer] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors


class FormError(ConductError):
    """A form cannot be taken; `errors` says why, question by question, for who filled it in."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        problems = [Problem(message=words, path=key) for key, words in errors.items()]
        super().__init__("Some answers cannot be taken yet.", problems)
        self.errors = dict(errors)
