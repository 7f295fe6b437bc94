"""Measured quantities are stored, in versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from limen.conduct.core.answering.answers import Answer
from limen.conduct.core.answering.questionnaire import Question, Questionnaire
from limen.conduct.core.answering.services.responses import reason_of
from limen.conduct.core.models import Measurement, Occasion, Submission
from limen.conduct.core.trail import Record


def measured(occasion: Occasion, respondent: str) -> dict[str, Measurement]:
    """Return the measurements of an occasion that count, by name."""
    rows = Measurement.objects.filter(occasion=occasion, respondent=respondent)
    return {row.name: row for row in rows.select_related("submission").order_by("version")}


def known_measurements(
    questionnaire: Questionnaire, rows: Mapping[str, Measurement]
) -> dict[str, Answer]:
    """Return them as answers."""
    found = {}
    for question in questionnaire.questions:
        if question.about == "measurement" and question.slot in rows:
            value = rows[question.slot].value
            state = "declined" if value is None else "answered"
            answer = Answer(key=question.key, state=state, value=value)  # type: ignore[arg-type]
            found[question.key] = answer
    return found


def add_measurements(
    record: Record,
    submission: Submission,
    occasion: Occasion,
    answers: Iterable[tuple[Question, Answer]],
    before: Mapping[str, Measurement],
    *,
    at: datetime,
) -> None:
    """Add versions of what is new or differs; it was measured `at`."""
    rows = []
    for question, answer in answers:
        value = answer.value if isinstance(answer.value, float) else None
        old = before.get(question.slot)
        if old is not None and old.value == value:
            continue
        row = Measurement(
            participant=occasion.participant,
            occasion=occasion,
            submission=submission,
            name=question.slot,
            value=value,
            respondent=submission.respondent,
            measured_at=at,
            entered_at=record.at,
        )
        if old is not None:
            row.version, row.reason = old.version + 1, reason_of(submission, old.submission)
        rows.append(row)
    record.add_all(rows)
