"""The protocol's screening questions, and which of them a participant can answer."""

from __future__ import annotations

from limen.conduct.core.models import Participant
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
