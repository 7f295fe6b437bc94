"""Somebody answers the comprehension check; staff allow another attempt after a talk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.consenting.check import (
    ATTEMPT_ALLOWED,
    Checked,
    asked_questions,
    checked,
)
from limen.conduct.core.consenting.documents import version_to_read
from limen.conduct.core.consenting.standing import refuse_if_gone
from limen.conduct.core.models import ComprehensionAnswer, Participant, ProtocolVersion
from limen.conduct.core.trail import NothingToDo, recording
from limen.errors import ConductError, Problem


def answer_check(participant: Participant, answers: Mapping[str, str], *, by: Actor) -> Checked:
    """Store one attempt at the whole check, and return how the person stands.

    `answers` are options word for word, by question. `ConductError` with every question that has no
    answer or another one, or if no attempt is left. Whoever has passed is told so, and nothing is
    written.
    """
    event = "comprehension.answered"
    with recording(event, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        refuse_if_gone(stored)
        before = checked(stored)
        if before.passed:
            raise NothingToDo
        if before.to_a_person:
            raise ConductError(
                _("No attempt is left. Somebody of the study team will talk with you.")
            )
        version = version_to_read(stored)
        problems = list(_problems(version, answers))
        if problems:
            raise ConductError("The check is not complete.", problems)
        record.add_all(
            ComprehensionAnswer(
                participant=stored,
                version=version,
                attempt=before.attempts + 1,
                question=one.id,
                answer=answers[one.id],
                correct=answers[one.id] == one.correct,
                answered_at=record.at,
            )
            for one in asked_questions(version)
        )
        record.note("passed", checked(stored).passed)
    return checked(stored)


def allow_attempt(participant: Participant, *, by: Actor) -> Checked:
    """Allow another attempt, after a talk with somebody whose last one failed.

    `ConductError` if they have attempts left, or have passed. The trail says who talked with them.
    """
    with recording(ATTEMPT_ALLOWED, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        refuse_if_gone(stored)
        before = checked(stored)
        if not before.to_a_person:
            why = "has passed the check" if before.passed else "has an attempt left"
            raise ConductError(f"{stored} {why}.")
        record.note("version", version_to_read(stored).number)
        record.note("attempts_before", before.attempts)
    return checked(participant)


def _problems(version: ProtocolVersion, answers: Mapping[str, str]) -> Iterator[Problem]:
    for one in asked_questions(version):
        if answers.get(one.id) not in one.options:
            message = _("Please choose one of the answers.")
            yield Problem(message=message, path=one.id)
