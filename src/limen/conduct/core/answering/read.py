"""From the fields of a form to answers, or to what is wrong with them, in words for people.

Nothing is trusted: fields that nobody asked for, fields sent twice, digits of other scripts,
infinities, endless texts are refused, each where it stands. "Prefer not to say" is a field
``declined:<key>`` with any content, or that same text as the answer itself; it may be said of every
question. A question that a rule leaves out is not answered, whatever the form says of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from limen.conduct.core.answering.answers import Answer, Answers
from limen.conduct.core.answering.questionnaire import DECLINED, Check, Question, Questionnaire
from limen.conduct.core.answering.values import Unfit, minutes, value_of
from limen.errors import RuleError
from limen.rules import Rule

Form: TypeAlias = Mapping[str, Any] | Sequence[tuple[str, str]]

MOST_FIELDS = 2000
LONGEST = 20_000  # letters of one field; no question takes that many
OWN_FIELDS = frozenset(
    ("csrfmiddlewaretoken", "client_id", "page_mark", "client_at", "client_offset", "final", "next")
)  # what a page of ours sends beside the answers
_UNSTORABLE = frozenset(("Cc", "Cs"))  # controls, and halves of letters


def fields_of(form: Form) -> list[tuple[str, str]]:
    """Return the fields of a form that are answers, in order, each as often as it was sent."""
    return [pair for pair in _pairs(form) if pair[0] not in OWN_FIELDS]


def read_answers(
    questionnaire: Questionnaire,
    form: Form,
    *,
    final: bool = True,
    known: Mapping[str, Answer] | None = None,
) -> Answers:
    """Return the answers that a form gives, or the errors in it.

    `form` goes by question key; a `QueryDict` shows fields that were sent twice. `known` are
    answers that were sent earlier, in parts: they count for rules, and need not be sent again.
    Where the form is `final`, every question that is asked needs an answer, unless it is optional.
    """
    fields, errors = _fields(questionnaire, fields_of(form))
    return _Reading(questionnaire, fields, errors, known or {}, final).answers()


class _Reading:
    def __init__(
        self,
        questionnaire: Questionnaire,
        fields: Mapping[str, str],
        errors: dict[str, str],
        known: Mapping[str, Answer],
        final: bool,
    ) -> None:
        self.questionnaire, self.fields, self.known = questionnaire, fields, known
        self.errors, self.final = errors, final
        self.given: dict[str, Answer] = {}
        self.missing: list[str] = []
        self.seen: dict[str, Any] = dict(questionnaire.context)

    def answers(self) -> Answers:
        for question in self.questionnaire.questions:
            self._ask(question)
        if not self.errors:
            for check in self.questionnaire.checks:
                self._check(check)
        if self.errors:
            return Answers(errors=self.errors, missing=tuple(self.missing))
        return Answers(given=self.given, missing=tuple(self.missing))

    def _ask(self, question: Question) -> None:
        key = question.key
        if self._decided(question.condition, key) is False:
            self.seen[key] = {"state": question.unasked}
            self.errors.pop(key, None)
            if self.final:
                self.given[key] = Answer(key=key, state=question.unasked)
            return
        try:
            found = self._answer(question)
        except Unfit as wrong:
            self.errors.setdefault(key, str(wrong))
            return
        earlier = self.known.get(key)
        if found is None and key not in self.fields:
            found = earlier if earlier and earlier.state in ("answered", "declined") else None
        elif found is not None:
            self.given[key] = found
        if found is None:
            self._unanswered(question, earlier)
        else:
            self.seen[key] = _as_rules_see(question, found)

    def _unanswered(self, question: Question, earlier: Answer | None) -> None:
        self.missing.append(question.key)
        if not question.optional and self.final:
            words = _("Please answer, or choose “Prefer not to say”.")
            self.errors.setdefault(question.key, words)
        elif earlier is not None and earlier.state == "answered":  # taken back
            self.given[question.key] = Answer(key=question.key, state="missing")

    def _answer(self, question: Question) -> Answer | None:
        text = self.fields.get(question.key, "").strip()
        declined = bool(self.fields.get(question.declines, "").strip())
        if text == question.declines:
            text, declined = "", True
        if declined and text:
            raise Unfit(_("There is an answer and “Prefer not to say”. Keep one of the two."))
        if declined:
            return Answer(key=question.key, state="declined")
        if not text:
            return None
        return Answer(key=question.key, state="answered", value=value_of(question, text))

    def _check(self, check: Check) -> None:
        if self._decided(check.condition, check.key) is False:
            self.errors.setdefault(check.key, check.words)

    def _decided(self, rule: Rule | None, key: str) -> Any:
        if rule is None:
            return True
        try:
            return rule.evaluate(self.seen)
        except (RuleError, OverflowError):
            if key in self.fields:
                self.errors.setdefault(key, _("This does not fit the other answers."))
            return None


def _as_rules_see(question: Question, answer: Answer) -> Any:
    if answer.state != "answered":
        return {"state": answer.state}
    if question.kind == "clock":
        return minutes(str(answer.value))
    return answer.value


def _fields(
    questionnaire: Questionnaire, pairs: Iterable[tuple[str, str]]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields by name, and what is wrong with them before anybody reads them."""
    known = {name for one in questionnaire.questions for name in (one.key, one.declines)}
    fields: dict[str, str] = {}
    errors: dict[str, str] = {}
    for number, (name, text) in enumerate(pairs):
        if number >= MOST_FIELDS:
            errors[""] = _("This form has more fields than were asked for. Load the page again.")
            break
        key = name.removeprefix(DECLINED)
        if name not in known:
            errors[""] = _("This form has a field that was not asked for. Load the page again.")
        elif name in fields:
            errors[key] = _("This was answered twice. Choose one answer.")
        elif wrong := _unreadable(text):
            errors[key] = wrong
        else:
            fields[name] = text
    return fields, errors


def _unreadable(text: object) -> str:
    if not isinstance(text, str):
        return _("This cannot be read. Please answer again.")
    if len(text) > LONGEST:
        return _("This is too long. Please shorten it.")
    if text.isascii() and text.isprintable():
        return ""
    odd = (letter for letter in text if unicodedata.category(letter) in _UNSTORABLE)
    if any(letter not in "\n\r\t" for letter in odd):
        return _("This holds a character that cannot be stored. Please type it again.")
    return ""


def _pairs(form: Form) -> list[tuple[str, Any]]:
    getlist: Callable[[str], list[Any]] | None = getattr(form, "getlist", None)
    if getlist is not None:
        return [(name, text) for name in form for text in getlist(str(name))]  # type: ignore[misc]
    if isinstance(form, Mapping):
        return list(form.items())
    return list(form)
