"""Somebody who reads, answers and signs, as the services see it."""

from __future__ import annotations

from limen.conduct.core import consenting
from limen.conduct.core.actor import Actor
from limen.conduct.core.consenting.check import asked_questions
from limen.conduct.core.models import Consent, Participant


def right_answers(participant: Participant) -> dict[str, str]:
    """The right answer to each comprehension question."""
    version = consenting.version_to_read(participant)
    return {one.id: one.correct for one in asked_questions(version)}


def wrong_answers(participant: Participant, *questions: str) -> dict[str, str]:
    """A wrong answer to the named questions, or to all; the right one to the others."""
    version = consenting.version_to_read(participant)
    return {
        one.id: next(
            option
            for option in one.options
            if (option == one.correct) is (bool(questions) and one.id not in questions)
        )
        for one in asked_questions(version)
    }


def reads(participant: Participant) -> None:
    """Read every document to its end."""
    by = Actor.participant(participant)
    for document in consenting.documents_for(participant):
        consenting.note_read(participant, document.sha256, by=by)


def passes(participant: Participant) -> None:
    """Answer the check rightly."""
    consenting.answer_check(
        participant, right_answers(participant), by=Actor.participant(participant)
    )


def signing(participant: Participant) -> dict[str, object]:
    """What a form sends that leaves nothing out."""
    documents = consenting.documents_for(participant)
    return {
        "signature": "Anna Ābele",
        "agreed": {one.name for one in consenting.statements_of(documents)},
        "shown": consenting.version_hash(documents),
        "by": Actor.participant(participant),
    }


def agrees(participant: Participant) -> Consent:
    """Read, answer the check and sign."""
    reads(participant)
    passes(participant)
    consent = consenting.give_consent(participant, **signing(participant))
    participant.refresh_from_db()
    return consent
