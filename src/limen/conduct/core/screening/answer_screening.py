"""Screening questions are answered: by the participant, or by staff; a correction has a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.consenting.standing import refuse_if_gone
from limen.conduct.core.models import EligibilityAnswer, Participant
from limen.conduct.core.reasons import CHANGING
from limen.conduct.core.screening.enrolment import open_to_decision
from limen.conduct.core.screening.questions import by_participant, questions_of
from limen.conduct.core.screening.read import DECLINED, read_answer
from limen.conduct.core.services.free_text import sealed_reason
from limen.conduct.core.trail import NothingToDo, recording
from limen.errors import ConductError, Problem
from limen.protocol.document.people import ScreeningQuestion

BEFORE_THE_DECISION = (Participant.Status.CONSENTED,)


def answer_screening(
    participant: Participant, answers: Mapping[str, str], *, by: Actor, reason: str = ""
) -> list[EligibilityAnswer]:
    """Store answers by question, as a form says them; return the new versions.

    `declined` is an answer: prefer not to say. What is the same as before makes no version; what
    differs needs a `reason`: of participants a word of `CHANGING`, of staff words of their own,
    which are encrypted. Who answered is `audit_entry.by`. Participants answer their own questions,
    until the decision; staff all, until enrolment.
    `ConductError` with a problem per question, `reason` if that is missing, or before consent.
    """
    with recording("screening.answered", by=by, participant=participant) as record:
        stored = record.fresh(participant)
        _refuse_unless_in_screening(stored, by)
        before = latest_answers(stored)
        found = _read(stored, answers, by)
        problems = [one for one in found.values() if isinstance(one, Problem)]
        kept = {id: one for id, one in found.items() if isinstance(one, tuple)}
        new = {id: one for id, one in kept.items() if one != _said(before.get(id))}
        if by.kind == "participant":
            reason = CHANGING.get(reason, "")
        if any(id in before for id in new) and not reason.strip():
            problems.append(Problem(message=_("Please say why this changes."), path="reason"))
        if problems:
            raise ConductError(_("Nothing was stored."), problems)
        if not new:
            raise NothingToDo
        record.note("questions", sorted(new))
        return record.add_all(
            EligibilityAnswer(
                participant=stored,
                protocol_version=stored.version,
                question=id,
                value=value,
                state=state,
                version=before[id].version + 1 if id in before else 1,
                reason=_kept(stored, reason, by) if id in before else "",
                answered_at=record.at,
            )
            for id, (value, state) in new.items()
        )
    return []


def _kept(participant: Participant, reason: str, by: Actor) -> str:
    return reason if by.kind == "participant" else sealed_reason(participant, reason)


def latest_answers(participant: Participant) -> dict[str, EligibilityAnswer]:
    """Return the answers that count, by question."""
    rows = EligibilityAnswer.objects.filter(participant=participant).order_by("version")
    return {row.question: row for row in rows.select_related("audit_entry")}


def unanswered(
    participant: Participant, questions: Sequence[ScreeningQuestion]
) -> list[ScreeningQuestion]:
    """Return the questions that nobody has answered yet, in order."""
    there = latest_answers(participant)
    return [one for one in questions if one.id not in there]


def _refuse_unless_in_screening(participant: Participant, by: Actor) -> None:
    refuse_if_gone(participant)
    if participant.consent_due or participant.status == Participant.Status.INVITED:
        raise ConductError(_("Consent comes first: nothing is asked before it."))
    own = by.kind == "participant"
    decided = participant.status not in BEFORE_THE_DECISION
    if decided if own else not open_to_decision(participant):
        raise ConductError(_("The screening is over; the study team can tell more."))


def _read(
    participant: Participant, answers: Mapping[str, str], by: Actor
) -> dict[str, tuple[str, str] | Problem]:
    return dict(_each(participant, answers, by))


def _each(
    participant: Participant, answers: Mapping[str, str], by: Actor
) -> Iterator[tuple[str, tuple[str, str] | Problem]]:
    protocol = participant.version.protocol
    questions = {str(one.id): one for one in questions_of(protocol)}
    for id, text in answers.items():
        question = questions.get(id)
        if question is None:
            yield id, Problem(message=_("The protocol has no such question."), path=id)
        elif by.kind == "participant" and not by_participant(protocol, question):
            yield id, Problem(message=_("The study team answers this."), path=id)
        elif text == DECLINED and DECLINED not in question.options:
            yield id, ("", "declined")
        else:
            read = read_answer(question, text)
            yield id, (read if isinstance(read, Problem) else (read, "answered"))


def _said(answer: EligibilityAnswer | None) -> tuple[str, str] | None:
    return None if answer is None else (answer.value, answer.state)
