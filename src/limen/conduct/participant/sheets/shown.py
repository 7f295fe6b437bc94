"""A questionnaire as its page shows it: with what was typed, and with what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import get_language

from limen.conduct.core.answering.questionnaire import Question, Questionnaire, Section, as_json
from limen.conduct.core.models import Participant
from limen.conduct.participant.sheets.conditions import only_if
from limen.conduct.participant.sheets.words import script_words

_RADIOS = ("scale", "choice")
_NUMBERS = ("slider", "whole", "number")
_TYPES = {"moment": "datetime-local", "clock": "time", "slider": "number", "whole": "number",
          "number": "number"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ShownQuestion:
    """A question on the page; `value` is what was typed, never anything before that."""

    id: str  # in the page: `q3`
    question: Question
    only_if: str = ""
    value: str = ""
    is_declined: bool = False
    error: str = ""
    must: bool = False

    @property
    def control(self) -> str:
        """Which control it gets: radios, a text area, or one field."""
        if self.question.kind in _RADIOS:
            return "radios"
        is_long = self.question.kind == "text" and self.question.longest > 200
        return "area" if is_long else "field"

    @property
    def field_type(self) -> str:
        """The type of its field."""
        return _TYPES.get(self.question.kind, "text")

    @property
    def is_number(self) -> bool:
        """Whether a number is typed."""
        return self.question.kind in _NUMBERS

    @property
    def step(self) -> str:
        """The step of a number field."""
        typed = self.question.kind == "number" or self.question.step == 0
        return "any" if typed else f"{self.question.step:g}"

    @property
    def low(self) -> str:
        """The lowest number as a field takes it."""
        return "" if self.question.low is None else f"{self.question.low:.10g}"

    @property
    def high(self) -> str:
        """The highest number as a field takes it."""
        return "" if self.question.high is None else f"{self.question.high:.10g}"

    @property
    def has_decline(self) -> bool:
        """Whether it says "prefer not to say": where nothing has to be written, it need not."""
        return not (self.question.optional or self.must)

    @property
    def described_by(self) -> str:
        """The ids of what describes its control."""
        parts = {
            "hint": self.question.hint,
            "range": self.question.unit or (self.is_number and self.low),
            "if": self.only_if,
            "error": self.error,
        }
        return " ".join(f"{self.id}-{name}" for name, there in parts.items() if there)


@dataclass(frozen=True, kw_only=True)
class ShownSection:
    """A section on the page."""

    section: Section
    questions: tuple[ShownQuestion, ...]
    is_foreign: bool = False  # in another language than the rest of the page


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A form: its sections, its hidden fields, and what its script needs."""

    sections: tuple[ShownSection, ...]
    client_id: str
    page_mark: str
    draft: str  # under which name a script may keep what is not sent yet; empty: not at all
    data: Mapping[str, Any]  # the questionnaire as JSON
    words: Mapping[str, str]  # what the script says
    error: str = ""  # about the form as a whole
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def wrong(self) -> tuple[ShownQuestion, ...]:
        """The questions at which something is wrong."""
        return tuple(one for part in self.sections for one in part.questions if one.error)

    @property
    def has_errors(self) -> bool:
        """Whether something is wrong."""
        return bool(self.error or self.wrong)


def sheet(
    questionnaire: Questionnaire,
    *,
    page_mark: str = "",
    draft: str = "",
    form: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
    must: Sequence[str] = (),
) -> Sheet:
    """Return the form of a questionnaire; with what was typed in `form` and what is wrong in it.

    An earlier page's mark and id go on with the form, so that sending it again is the same thing.
    `more` are further hidden fields; `must` are questions without "prefer not to say".
    """
    form, errors = form or {}, dict(errors or {})
    numbered = {one.key: f"q{n}" for n, one in enumerate(questionnaire.questions, start=1)}
    sections = tuple(
        ShownSection(
            section=part,
            questions=tuple(
                replace(
                    _shown(questionnaire, one, form),
                    id=numbered[one.key],
                    error=errors.pop(one.key, ""),
                    must=one.key in must,
                )
                for one in part.questions
            ),
            is_foreign=part.language != get_language(),
        )
        for part in questionnaire.sections
    )
    return Sheet(
        sections=sections,
        client_id=_client_id(form.get("client_id", "")),
        page_mark=form.get("page_mark") or page_mark,
        draft=draft,
        data=as_json(questionnaire),
        words=script_words(),
        error=" ".join(errors.values()),
        more=more or {},
    )


def _shown(
    questionnaire: Questionnaire, question: Question, form: Mapping[str, str]
) -> ShownQuestion:
    value = form.get(question.key, "")
    declined = value == question.declines or bool(form.get(question.declines, "").strip())
    return ShownQuestion(
        id="",
        question=question,
        only_if=only_if(questionnaire, question),
        value="" if value == question.declines else value,
        is_declined=declined,
    )


def _client_id(text: str) -> str:
    """Return the id that a form came with, or a new one."""
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())


def draft_name(participant: Participant, form: str) -> str:
    """Return under which name a script may keep a form that is not sent yet.

    Its first part tells one person's drafts from another's, and tells nobody the code.
    """
    owner = sha256(f"limen.draft:{participant.code}".encode()).hexdigest()[:16]
    return f"{owner}.{form}"
