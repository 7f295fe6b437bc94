"""The protocol's screening questions, and which of them a participant can answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from limen.conduct.core.models import EligibilityAnswer, Participant
from limen.protocol import Protocol, listed
from limen.protocol.document.people import Population, ScreeningQuestion


def questions_of(protocol: Protocol) -> tuple[ScreeningQuestion, ...]:
    """Return all screening questions, in the protocol's order."""
    population = protocol.population
    return listed(population.screening) if isinstance(population, Population) else ()


def own_questions(participant: Participant) -> tuple[ScreeningQuestion, ...]:
    """Return those that participants answer themselves."""
    protocol = participant.version.protocol
    return tuple(one for one in questions_of(protocol) if by_participant(protocol, one))


def by_participant(protocol: Protocol, question: ScreeningQuestion) -> bool:
    """Whether a question is the participant's own: it names no other respondent."""
    if question.respondent is None:
        return True
    kinds = {one.id: one.kind for one in listed(protocol.respondents)}
    return kinds.get(question.respondent) == "participant"


def choices_of(question: ScreeningQuestion) -> list[tuple[str, str]]:
    """Return the answers that a form offers, each with its words; none where a number is typed."""
    if question.kind == "yes_no":
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(str(one), _option(str(one))) for one in question.options]


def in_words(question: ScreeningQuestion, answer: EligibilityAnswer) -> str:
    """Return a kept answer as people read it."""
    if answer.state != "answered":
        return _("Prefer not to say")
    if question.kind == "yes_no":
        return _("Yes") if answer.value == "true" else _("No")
    if question.kind == "choice":
        return _option(answer.value)
    unit = question.unit if isinstance(question.unit, str) else ""
    return f"{answer.value} {unit}".strip()


def _option(name: str) -> str:
    return name.replace("_", " ").capitalize()
