"""What is asked at one occasion, as plain data: the page shows it, the server checks by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

from limen.rules import Rule, parse_rule

QuestionKind: TypeAlias = Literal[
    "scale", "slider", "whole", "number", "choice", "moment", "clock", "text"
]
About: TypeAlias = Literal["instrument", "guess", "expectancy", "measurement", "event"]

DECLINED = "declined:"  # `declined:<key>`: a field of its own, or the answer itself


@dataclass(frozen=True, kw_only=True)
class Label:
    """A value that may be sent, and the words that stand for it."""

    value: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, by `kind`.

    `scale` is one of the numbers in `labels` (radio buttons); `slider` a number from `low` to
    `high` whose ends have words in `labels`; `whole` and `number` are typed (`step` is 1, or 0 for
    any); `choice` is one of `labels`; `moment` is a local date and time (``2026-03-29T07:00``),
    `clock` a time of day (``23:30``), `text` free words of at most `longest` letters.

    `asked_if` is a rule over form keys, where a moment or text is a text, a clock is minutes after
    midnight, and everything else but a `choice` is a number. A question is asked unless it is
    *false*: a rule that cannot be decided yet asks.
    """

    key: str  # its name in the form, unique within the questionnaire: `limen_daily.mood`
    kind: QuestionKind
    words: str
    about: About
    subject: str  # the instrument, guess, expectancy or measurement
    slot: str  # the item of the instrument; which part of a guess; the intervention
    low: float | None = None
    high: float | None = None
    step: float = 1
    labels: tuple[Label, ...] = ()
    hint: str = ""
    unit: str = ""
    optional: bool = False
    longest: int = 0
    asked_if: Any = None
    unasked: Literal["skipped", "not_applicable"] = "skipped"

    @property
    def declines(self) -> str:
        """The field that says "prefer not to say", with any content but blanks."""
        return DECLINED + self.key

    @cached_property
    def place(self) -> tuple[str, str]:
        """Instrument and item under which a response keeps it.

        An item with a full stop in it is none of an instrument's: what was told of an adverse event
        at an occasion; a part of a guess, expectancy or measurement that waits for the rest, or was
        set aside.
        """
        whole = ".".join(filter(None, (self.subject, self.slot)))[:64]
        match self.about:
            case "guess":
                return "limen_guess", whole
            case "expectancy":
                return "limen_expect", whole
            case "measurement":
                return "measurement", f"measurement.{self.slot}"[:64]
            case "event":
                return self.subject, f"event.{self.slot}"
        return self.subject, self.slot

    @cached_property
    def condition(self) -> Rule | None:
        """`asked_if`, parsed; None if it is always asked."""
        return None if self.asked_if is None else parse_rule(self.asked_if, path=self.key)


@dataclass(frozen=True, kw_only=True)
class Check:
    """A condition across answers: where it is false, the questionnaire is not taken."""

    key: str  # the question at which the fault is shown
    rule: Any  # over form keys
    words: str

    @cached_property
    def condition(self) -> Rule:
        """The rule, parsed."""
        return parse_rule(self.rule, path=self.key)


@dataclass(frozen=True, kw_only=True)
class Section:
    """Questions that belong together, with the wording that is read.

    `language` differs from the questionnaire's where there is no wording in it: mark it, and set
    `lang` and `dir`. `text_hash` is the SHA-256 of the wording, blank where there is none.
    """

    id: str
    about: About
    subject: str
    title: str
    instruction: str = ""
    language: str
    dir: Literal["ltr", "rtl"] = "ltr"
    version: str = ""  # of the instrument's structure
    text_hash: str = ""
    questions: tuple[Question, ...]
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """All that one respondent is asked at one occasion, in the protocol's order.

    `context` are values beside the answers that rules look at, such as ``time_zone``. `elsewhere`
    are instruments of the occasion for which this server has no page.
    """

    occasion: str
    respondent: str
    language: str
    dir: Literal["ltr", "rtl"] = "ltr"
    sections: tuple[Section, ...]
    context: Mapping[str, Any] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()

    @property
    def questions(self) -> Iterator[Question]:
        """Every question in order."""
        return (question for section in self.sections for question in section.questions)

    @property
    def checks(self) -> Iterator[Check]:
        """Every check in order."""
        return (check for section in self.sections for check in section.checks)

    def question(self, key: str) -> Question:
        """Return a question by its key; `KeyError` if there is none."""
        return next((one for one in self.questions if one.key == key), None) or _missing(key)


def _missing(key: str) -> Question:
    raise KeyError(key)


def as_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return a questionnaire as plain JSON for a page: names as above, `declines` included."""
    return {
        "occasion": questionnaire.occasion,
        "respondent": questionnaire.respondent,
        "language": questionnaire.language,
        "dir": questionnaire.dir,
        "context": dict(questionnaire.context),
        "elsewhere": list(questionnaire.elsewhere),
        "sections": [_section(one) for one in questionnaire.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    names = ("id", "about", "subject", "title", "instruction", "language", "dir")
    return {
        **{name: getattr(section, name) for name in names},
        "questions": [_question(one) for one in section.questions],
        "checks": [
            {"key": one.key, "rule": one.rule, "words": one.words} for one in section.checks
        ],
    }


def _question(question: Question) -> dict[str, Any]:
    names = ("key", "kind", "words", "low", "high", "step", "hint", "unit", "optional", "longest",
             "asked_if", "unasked", "declines")  # fmt: skip
    return {
        **{name: getattr(question, name) for name in names},
        "labels": [{"value": one.value, "words": one.words} for one in question.labels],
    }
