"""The comprehension check: what is asked, in which order, and how somebody stands."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import QuerySet

from limen.conduct.core.consenting.documents import (
    documents_for,
    every_document,
    version_to_read,
)
from limen.conduct.core.consenting.passages import Passage, passage_of
from limen.conduct.core.models import (
    AuditEntry,
    ComprehensionAnswer,
    Participant,
    ProtocolVersion,
    Study,
)
from limen.protocol import listed
from limen.protocol.document.people import ComprehensionQuestion, Consent

ATTEMPT_ALLOWED = "comprehension.attempt_allowed"  # the event; the trail is where it is kept


@dataclass(frozen=True)
class Question:
    """A question as it is put; its options are in an order of this person and attempt."""

    identifier: str
    words: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Wrong:
    """A question that was answered wrongly, and the passage that answers it, if one is named."""

    question: str
    words: str
    passage: Passage | None


@dataclass(frozen=True)
class Checked:
    """How somebody stands in the check of the version to read.

    `attempts_left` is None where the protocol sets no limit. `to_a_person`: they have failed the
    last attempt, and somebody of the study team talks with them before another is allowed.
    """

    passed: bool
    wrong: tuple[Wrong, ...]
    attempts: int
    attempts_left: int | None

    @property
    def to_a_person(self) -> bool:
        """Whether it is a person's turn now."""
        return not self.passed and self.attempts_left == 0


def asked_questions(version: ProtocolVersion) -> tuple[ComprehensionQuestion, ...]:
    """Return the comprehension questions of a version."""
    consent = version.protocol.consent
    return listed(consent.questions) if isinstance(consent, Consent) else ()


def questions_for(participant: Participant) -> list[Question]:
    """Return the questions of the next attempt.

    Options stand in an order drawn from person, question and attempt: the same when the page is
    loaded again, another one after a mistake, and not the one in which the protocol has them.
    """
    version = version_to_read(participant)
    attempt = _latest(participant, version) + 1
    return [
        Question(str(one.id), str(one.question), _mixed(one.options, participant, one, attempt))
        for one in asked_questions(version)
    ]


def checked(participant: Participant) -> Checked:
    """Return how somebody stands; without questions everybody has passed."""
    version = version_to_read(participant)
    answers = list(_answers(version).filter(participant=participant).order_by("attempt", "pk"))
    return standing(participant, version, answers)


def standing(
    participant: Participant,
    version: ProtocolVersion,
    answers: Sequence[ComprehensionAnswer],
    *,
    passages: bool = True,
) -> Checked:
    """Return how somebody stands who gave these answers to a version's questions.

    Without `passages`, which take long to find, nothing is said of what was wrong.
    """
    by_attempt: dict[int, list[ComprehensionAnswer]] = defaultdict(list)
    for answer in answers:
        by_attempt[answer.attempt].append(answer)
    passed = any(_enough(version, attempt) for attempt in by_attempt.values())
    latest = by_attempt[max(by_attempt)] if by_attempt else []
    allowed = _allowed(participant, version)
    left = None if allowed is None else max(0, allowed - len(by_attempt))
    return Checked(
        passed=passed or not asked_questions(version),
        wrong=_wrong(participant, version, latest) if passages else (),
        attempts=len(by_attempt),
        attempts_left=left,
    )


def needing_a_talk(people: Iterable[Participant]) -> list[Participant]:
    """Return those who failed their last attempt and whom a person talks with now."""
    version = Study.objects.select_related("version").get().version
    due = {one.pk: one for one in people if one.consent_due}
    answers: dict[int, list[ComprehensionAnswer]] = defaultdict(list)
    for answer in _answers(version).filter(participant__in=due).order_by("attempt", "pk"):
        answers[answer.participant_id].append(answer)
    return [
        one
        for pk, one in due.items()
        if pk in answers and standing(one, version, answers[pk], passages=False).to_a_person
    ]


def _answers(version: ProtocolVersion) -> QuerySet[ComprehensionAnswer]:
    return ComprehensionAnswer.objects.filter(version=version)


def _latest(participant: Participant, version: ProtocolVersion) -> int:
    attempts = _answers(version).filter(participant=participant).values_list("attempt", flat=True)
    return max(attempts, default=0)


def _enough(version: ProtocolVersion, answers: Sequence[ComprehensionAnswer]) -> bool:
    consent = version.protocol.consent
    needed = consent.correct_needed if isinstance(consent, Consent) else None
    right = sum(answer.correct for answer in answers)
    return right >= (needed if isinstance(needed, int) else len(asked_questions(version)))


def _allowed(participant: Participant, version: ProtocolVersion) -> int | None:
    """Return how many attempts somebody has: the protocol's, and one for each talk."""
    consent = version.protocol.consent
    attempts = consent.attempts if isinstance(consent, Consent) else None
    if not isinstance(attempts, int):
        return None
    talks = AuditEntry.objects.filter(participant=participant.code, event=ATTEMPT_ALLOWED)
    notes = (json.loads(payload)["notes"] for payload in talks.values_list("payload", flat=True))
    return attempts + len([said for said in notes if said["version"] == version.number])


def _wrong(
    participant: Participant, version: ProtocolVersion, answers: Sequence[ComprehensionAnswer]
) -> tuple[Wrong, ...]:
    missed = {answer.question for answer in answers if not answer.correct}
    if not missed:
        return ()
    documents = documents_for(participant, version)
    others = list(every_document(version).values())
    return tuple(
        Wrong(str(one.id), str(one.question), passage_of(one, documents, others))
        for one in asked_questions(version)
        if one.id in missed
    )


def _mixed(
    options: Sequence[str], participant: Participant, question: ComprehensionQuestion, attempt: int
) -> tuple[str, ...]:
    def place(option: str) -> str:
        drawn = f"{participant.code}:{question.id}:{attempt}:{option}"
        return sha256(drawn.encode("utf-8")).hexdigest()

    return tuple(sorted(map(str, options), key=place))
