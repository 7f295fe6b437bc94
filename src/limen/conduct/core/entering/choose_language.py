"""A participant chooses the language of the study's words."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Participant
from limen.conduct.core.trail import NothingToDo, recording
from limen.errors import ConductError, Problem
from limen.protocol import listed


def languages_of(participant: Participant) -> tuple[str, ...]:
    """Return the languages that the participant's version of the protocol has."""
    return tuple(listed(participant.version.protocol.languages))


def choose_language(participant: Participant, language: str, *, by: Actor) -> None:
    """Write down the language that somebody reads from now on; what they read before stays.

    `ConductError` if the study has no words in it.
    """
    with recording("participant.chose_language", by=by, participant=participant) as record:
        stored = record.fresh(participant)
        if language not in languages_of(stored):
            remedy = f"Choose one of {', '.join(languages_of(stored))}."
            problem = Problem(message=f"Not one of the study's: {language!r}.", remedy=remedy)
            raise ConductError("The language was not changed.", [problem])
        if stored.language == language:
            raise NothingToDo
        record.note("language", language)
        stored.language = language
        record.change(stored, "language")
