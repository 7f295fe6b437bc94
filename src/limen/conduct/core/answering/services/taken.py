"""Answers that were judged are stored: each where it belongs, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from limen.conduct.core.answering.answers import Answer
from limen.conduct.core.answering.baseline import baseline_occasions, lock_if_complete
from limen.conduct.core.answering.event_report import worst
from limen.conduct.core.answering.fired import all_fired
from limen.conduct.core.answering.questionnaire import Question, Section
from limen.conduct.core.answering.scoring import Scores, complaints, facts_of
from limen.conduct.core.answering.sections.events import ANY
from limen.conduct.core.answering.services.administrations import tell_of_dose
from limen.conduct.core.answering.services.adverse_events import tell_of_event
from limen.conduct.core.answering.services.measurements import add_measurements
from limen.conduct.core.answering.services.more_facts import more_facts
from limen.conduct.core.answering.services.once import add_once
from limen.conduct.core.answering.services.responses import add_responses
from limen.conduct.core.answering.services.scores import add_scores, latest_scores
from limen.conduct.core.answering.services.sheet import Sheet
from limen.conduct.core.models import Occasion, Response, Submission
from limen.conduct.core.occasions import Verdict
from limen.conduct.core.safety.raising import Fired
from limen.conduct.core.trail import Record

_EVERYTHING = ("instrument", "guess", "expectancy", "measurement", "event")
_Part = tuple[Section, Question, Answer]
Scored = Sequence[tuple[Section, Scores]]


def store(
    record: Record,
    submission: Submission,
    occasion: Occasion,
    sheet: Sheet,
    scores: Scored,
    *,
    at: datetime,
) -> None:
    """Store the answers of a sheet, given `at` a moment, inside the event that judged them.

    What is set aside is kept as responses only, of whatever sort it is: nothing follows from it.
    But an adverse event is one whenever it is told.
    """
    if not Verdict(submission.verdict).counts:
        rows = add_responses(record, submission, occasion, sheet.parts(*_EVERYTHING), sheet.before)
        _tell(record, submission, sheet, rows)
        return
    _count(record, submission, occasion, sheet, at)
    before = latest_scores(occasion, submission.respondent) if sheet.before.last else {}
    add_scores(record, occasion, submission.respondent, scores, before)
    if sheet.unchanged:
        record.note("unchanged", list(sheet.unchanged))
    if submission.final and _is_of_baseline(occasion, sheet):
        lock_if_complete(record, occasion.participant, occasion.made_under.protocol)


def rules_of(occasion: Occasion, sheet: Sheet, scores: Scored, now: datetime) -> Fired:
    """Return the rules that are true of the answers, whether or not these are kept."""
    protocol = occasion.made_under.protocol
    results = {section.subject: found for section, found in scores}
    told = facts_of(sheet.questionnaire, sheet.given, results) | complaints(sheet.given)
    if sheet.report.tells and any(key.startswith("event.") for key in sheet.given):
        told = worst(told, sheet.report.facts())
    if not told:
        return Fired()
    known = facts_of(sheet.questionnaire, sheet.known, {})
    sections = sheet.questionnaire.sections
    asked = {section.subject for section in sections if section.about == "instrument"}
    asked |= {question.key for question in sheet.questionnaire.questions}
    more = more_facts(occasion.participant, now, asked=asked)
    return all_fired(protocol, {**known, **told}, about=told, more=more)


def _count(
    record: Record, submission: Submission, occasion: Occasion, sheet: Sheet, at: datetime
) -> None:
    """Store what counts: responses, guesses, expectancies, measurements, a report."""
    whole = [one for one in sheet.complete("guess", "expectancy") if not sheet.once.has(one)]
    kept = [*sheet.parts("instrument"), *_waiting(sheet, whole), *_of_report(sheet)]
    rows = add_responses(record, submission, occasion, kept, sheet.before)
    add_once(record, submission, occasion, whole, sheet.answers)
    quantities = [(question, answer) for _, question, answer in sheet.parts("measurement")]
    add_measurements(record, submission, occasion, quantities, sheet.measurements, at=at)
    if sheet.dose:
        tell_of_dose(record, submission, occasion, sheet.dose)
    _tell(record, submission, sheet, rows)


def _tell(record: Record, submission: Submission, sheet: Sheet, rows: Iterable[Response]) -> None:
    """Store a report of an adverse event as soon as it is complete."""
    if sheet.report.tells and any(sheet.complete("event")):
        texts = [row.free_text for row in rows if row.item == "event.what" and row.free_text]
        tell_of_event(record, submission, sheet.report, text=texts[0] if texts else None)


def _waiting(sheet: Sheet, whole: Iterable[Section]) -> Iterator[_Part]:
    """Yield what was given of guesses and expectancies of which the rest is still to come."""
    ids = {section.id for section in whole}
    for part in sheet.parts("guess", "expectancy"):
        if part[0].id not in ids and not sheet.once.has(part[0]):
            yield part


def _of_report(sheet: Sheet) -> Iterator[_Part]:
    """Yield what was given of a report; of what was not asked, nothing is kept."""
    for part in sheet.parts("event"):
        if part[1].key == ANY or part[2].state in ("answered", "declined"):
            yield part


def _is_of_baseline(occasion: Occasion, sheet: Sheet) -> bool:
    """Whether this may have been the last of what comes before the first kit."""
    if any(section.about == "expectancy" for section in sheet.questionnaire.sections):
        return True
    return occasion.identifier in baseline_occasions(occasion.made_under.protocol)
