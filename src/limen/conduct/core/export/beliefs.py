"""Treatment guesses and expectancies: what people believe, never what they were given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from limen.conduct.core.export.cells import clean, ends, source
from limen.conduct.core.export.counted import stream
from limen.conduct.core.export.setting import ASIDE, Setting
from limen.conduct.core.models import ExpectancyAnswer, TreatmentGuess

Record = dict[str, Any]
DECLINED = "declined"


class _Guess(NamedTuple):
    participant_id: int
    occasion: str
    submission_id: int
    verdict: str
    entered_by: str
    guess: str
    about: str
    answer: str
    confidence_percent: float | None
    reason: str
    reason_text_id: int | None
    respondent: str
    entered_at: datetime


class _Expectancy(NamedTuple):
    participant_id: int
    occasion: str
    submission_id: int
    verdict: str
    entered_by: str
    name: str
    intervention: str
    outcome: str
    expectation: float | None
    respondent: str
    entered_at: datetime


def guesses(setting: Setting) -> Iterator[Record]:
    """Each treatment guess. Who preferred not to say made none, and is counted as left out."""
    for row in stream(TreatmentGuess, _Guess):
        person = setting.people.get(row.participant_id)
        if person is None or row.verdict == ASIDE or row.answer == DECLINED:
            why = "declined" if row.answer == DECLINED else "set aside"
            setting.left_out["not enrolled" if person is None else why, "guesses"] += 1
            continue
        words = setting.words(row.reason_text_id, "guesses")
        yield {
            "participant": person.number,
            "occasion": row.occasion,
            "guess": row.guess,
            "about": row.about,
            "answer": row.answer,
            "confidence_percent": row.confidence_percent,
            "reason": clean(": ".join(filter(None, [row.reason, words]))),
            **ends(row.respondent, source(row.submission_id, row.entered_by), row.entered_at),
        }


def expectancies(setting: Setting) -> Iterator[Record]:
    """What was expected; of a single outcome, under the outcome's name."""
    for row in stream(ExpectancyAnswer, _Expectancy):
        person = setting.people.get(row.participant_id)
        if person is None or row.verdict == ASIDE:
            why = "not enrolled" if person is None else "set aside"
            setting.left_out[why, "expectancies"] += 1
            continue
        yield {
            "participant": person.number,
            "occasion": row.occasion,
            "name": row.outcome or row.name,
            "intervention": row.intervention,
            "expectation": row.expectation,
            **ends(row.respondent, source(row.submission_id, row.entered_by), row.entered_at),
        }
