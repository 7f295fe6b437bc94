"""Answers become responses: new versions of what changed, nothing of what did not."""

from __future__ import annotations

from collections.abc import Iterable

from limen.conduct.core.answering.answers import Answer
from limen.conduct.core.answering.questionnaire import Question, Section
from limen.conduct.core.answering.services.earlier import Earlier, answer_of
from limen.conduct.core.models import Occasion, Response, Submission
from limen.conduct.core.occasions import Verdict
from limen.conduct.core.services.free_text import write_text
from limen.conduct.core.trail import Record

AGAIN = "sent again by the participant"
AGAIN_BY_STAFF = "entered again by staff"
BEFORE_THE_END = "changed before the end"
SET_ASIDE = "arrived when it could not be answered any more; does not count"
COUNTS_NOW = "counts; what was set aside before does not"


def add_responses(
    record: Record,
    submission: Submission,
    occasion: Occasion,
    answers: Iterable[tuple[Section, Question, Answer]],
    before: Earlier,
) -> list[Response]:
    """Add versions for the answers that are new or differ from what counts; return the rows."""
    rows = [
        _row(record, submission, occasion, section, question, answer, before)
        for section, question, answer in answers
        if _says_something(submission, question, answer, before)
    ]
    return record.add_all(rows)


def _says_something(
    submission: Submission, question: Question, answer: Answer, before: Earlier
) -> bool:
    """Whether an answer says what does not stand there yet, as far as it counts."""
    if submission.verdict == Verdict.SET_ASIDE.value:
        return answer.state in ("answered", "declined")
    standing = before.counting.get(question.place)
    return standing is None or answer_of(question, standing) != answer


def _row(
    record: Record,
    submission: Submission,
    occasion: Occasion,
    section: Section,
    question: Question,
    answer: Answer,
    before: Earlier,
) -> Response:
    instrument, item = question.place
    row = Response(
        participant=occasion.participant,
        occasion=occasion,
        submission=submission,
        instrument=instrument,
        instrument_version=section.version,
        text_hash=section.text_hash,
        language=section.language,
        item=item,
        state=answer.state,
        respondent=submission.respondent,
        entered_at=record.at,
    )
    if question.kind == "text" and answer.state == "answered":
        row.free_text = write_text(record, occasion.participant, answer.text, purpose="response")
    else:
        row.value = answer.text
    old = before.last.get(question.place)
    if old is not None:
        row.version, row.supersedes = old.version + 1, old
        row.reason = reason_of(submission, old.submission)
    return row


def reason_of(submission: Submission, before: Submission | None) -> str:
    """Return why a new version takes the place of one that came with another submission."""
    if submission.verdict == Verdict.SET_ASIDE.value:
        return SET_ASIDE
    if before is not None and before.verdict == Verdict.SET_ASIDE.value:
        return COUNTS_NOW
    if submission.verdict != Verdict.AGAIN.value:
        return BEFORE_THE_END
    return AGAIN_BY_STAFF if submission.entered_by else AGAIN
