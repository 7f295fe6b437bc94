"""What a reader finds in a file: questions in order, their words by language, and their options."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias

from limen.errors import Problem

#: Words by language code as the file writes it; the code is empty if the file names none.
Words: TypeAlias = Mapping[str, str]
Role: TypeAlias = Literal["question", "computed", "hidden"]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A response option; `value` is None if the file gives it no number."""

    value: float | None
    label: Words
    name: str = ""  # what the file calls it


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of the file. Expressions are text here: they are compared, never run."""

    name: str
    text: Words
    codes: tuple[str, ...] = ()
    before: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    low: float | None = None
    high: float | None = None
    role: Role = "question"
    multiple: bool = False  # several options may be chosen
    required: bool = False
    shown_if: str = ""  # the file's own condition for showing it
    formula: str = ""  # the file's own rule for computing it
    file: Path | None = None
    line: int | None = None
    column: int | None = None
    path: str = ""

    def problem(self, message: str, remedy: str = "") -> Problem:
        """Return a problem at this question's place in the file."""
        return Problem(
            message=message,
            remedy=remedy,
            file=self.file,
            line=self.line,
            column=self.column,
            path=self.path or self.name,
        )


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """A file that was read: what kind it is, its questions in order, and what was left aside."""

    kind: str  # such as ``REDCap data dictionary``
    file: Path
    sha256: str  # of the file's bytes; of a folder, see `Source.sha256`
    questions: tuple[Question, ...]
    instructions: Words = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    stated: Mapping[str, str] = field(default_factory=dict)  # Limen's own file: source, licence, …

    def languages(self) -> list[str]:
        """Return every language code in the file, as written there, in order of appearance."""
        every = [self.instructions]
        for question in self.questions:
            every += [question.text, question.before, question.hint]
            every += [choice.label for choice in question.choices]
        return list(dict.fromkeys(code for words in every for code in words))

    def spoken(self, language: str) -> Questionnaire:
        """Return the same with the words that name no language taken to be in this one."""

        def named(words: Words) -> Words:
            return {code or language: text for code, text in words.items()}

        questions = tuple(
            replace(
                question,
                text=named(question.text),
                before=named(question.before),
                hint=named(question.hint),
                choices=tuple(replace(each, label=named(each.label)) for each in question.choices),
            )
            for question in self.questions
        )
        return replace(self, instructions=named(self.instructions), questions=questions)


def number_of(written: object) -> float | None:
    """Return the number that a file writes, or None if it is none."""
    if isinstance(written, bool) or not isinstance(written, (int, float, str)):
        return None
    try:
        number = float(written)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
