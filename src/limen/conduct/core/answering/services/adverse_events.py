"""Adverse events: told at any time or at an occasion, once each; judged in later versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import translation

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.answers import FormError
from limen.conduct.core.answering.asked import texts_folder
from limen.conduct.core.answering.event_report import EventReport
from limen.conduct.core.answering.fired import all_fired, shown
from limen.conduct.core.answering.questionnaire import Questionnaire
from limen.conduct.core.answering.read import Form, read_answers
from limen.conduct.core.answering.receipt import Receipt
from limen.conduct.core.answering.sections import events
from limen.conduct.core.answering.services.more_facts import more_facts
from limen.conduct.core.answering.services.refusals import refuse_if_over, refuse_others
from limen.conduct.core.answering.services.responses import AGAIN
from limen.conduct.core.answering.services.sent import (
    add_apart,
    content_hash,
    note_rules,
    store_once,
    words,
)
from limen.conduct.core.answering.wordings import direction, wording
from limen.conduct.core.models import AdverseEvent, FreeText, Participant, Submission
from limen.conduct.core.occasions import TelephoneClock, Verdict
from limen.conduct.core.safety.raising import raise_alerts
from limen.conduct.core.services.free_text import sealed_reason, write_text
from limen.conduct.core.services.terms import kept_term, read_term
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError
from limen.instruments import get
from limen.protocol import listed

_JUDGED = ("term", "coded_term", "dictionary", "onset_day", "end_day", "serious",
           "seriousness_criterion", "severity_grade", "relatedness", "expectedness", "action",
           "outcome", "voided")  # fmt: skip
_RULED = ("serious", "severity_grade", "onset_day", "term", "coded_term", "relatedness",
          "expectedness")  # fmt: skip
_KEPT = ("narrative", "participant", "number", "submission", "description", "answers", "onset_at",
         "reported_by", *_JUDGED)  # fmt: skip


def event_questions(participant: Participant, *, language: str = "") -> Questionnaire:
    """Return what somebody is asked who reports something; keys are ``event.<item>``."""
    language = language or participant.language
    others = tuple(str(one) for one in listed(participant.version.protocol.languages))
    with translation.override(language):
        words = wording(get(events.REPORT), language, texts_folder(), others)
        section = events.report(words)
    return Questionnaire(
        occasion="",
        respondent="participant",
        language=language,
        dir=direction(language),
        sections=(section,),
    )


def report_event(
    participant: Participant,
    *,
    client_id: UUID,
    form: Form,
    by: Actor,
    client_at: str = "",
    client_offset: str = "",
    entered_by: str = "",
    reported_by: str = "participant",
    language: str = "",
) -> Receipt:
    """Store a report, once; `Receipt.shown` holds what safety rules put before who told it.

    `FormError` with the faults by question, before anything is written.
    """
    refuse_others(participant, by)
    questionnaire = event_questions(participant, language=language)
    content = content_hash(participant, form, {"page": "event", "by": reported_by})
    answers = read_answers(questionnaire, form)
    report = EventReport.of(answers.given, participant)
    wrong = dict(answers.errors) or report.errors(clock.now())

    def take(record: Record) -> Receipt:
        stored = record.fresh(participant)
        refuse_if_over(stored)
        if wrong:
            raise FormError(wrong)
        submission = add_apart(
            record,
            stored,
            page="event",
            client_id=client_id,
            content=content,
            telephone=TelephoneClock.read(client_at, client_offset),
            language=questionnaire.language,
            respondent=reported_by,
            entered_by=entered_by,
        )
        add_event(record, submission, EventReport(report.said, stored))
        return _told(record, submission, report)

    return store_once(
        "adverse_event.reported",
        take,
        client_id=client_id,
        participant=participant,
        content=content,
        by=by,
    )


def add_event(
    record: Record, submission: Submission, report: EventReport, *, text: FreeText | None = None
) -> AdverseEvent:
    """Add a new event inside another event; `text` if its words are stored already."""
    participant = submission.participant
    last = participant.adverse_events.order_by("-number").values_list("number", flat=True).first()
    if text is None and report.words:
        text = write_text(record, participant, report.words, purpose="adverse_event")
    record.note("adverse_event", (last or 0) + 1)
    return record.add(
        AdverseEvent(
            participant=participant,
            submission=submission,
            number=(last or 0) + 1,
            description=text,
            reported_by=submission.respondent,
            entered_at=record.at,
            **report.columns(),
        )
    )


def correct_event(
    event: AdverseEvent,
    *,
    changes: Mapping[str, Any],
    reason: str,
    by: Actor,
    narrative: str = "",
    meaning: str = "",
) -> AdverseEvent:
    """Add a version of an event: staff's judgement, or a correction; return it.

    `changes` are columns of an adverse event. `meaning` is what signing means, where it was signed:
    then the version may say what the one before says, and `narrative`, an investigator's account,
    is kept encrypted, as are the reason and a term that is none of the list. Safety rules that are
    true of what changed make alerts. `ConductError` without a reason, without a change, or for a
    column that is not judged.
    """
    odd = sorted(set(changes) - set(_JUDGED))
    if odd:
        raise ConductError(f"{', '.join(odd)} cannot be judged. Use {', '.join(_JUDGED)}.")
    if not reason.strip():
        raise ConductError("A new version of an event needs a reason.")
    with recording("adverse_event.judged", by=by, participant=event.participant) as record:
        old = AdverseEvent.objects.filter(
            participant=event.participant, number=event.number
        ).latest("version")
        differing = {name for name, value in changes.items() if _says(old, name) != value}
        if not differing and not meaning:
            raise ConductError("This version says what the one before says already.")
        new = _next(old, record, reason=sealed_reason(old.participant, reason))
        for name in differing:
            kept = kept_term(old.participant, changes[name]) if name == "term" else changes[name]
            setattr(new, name, kept)
        if meaning:
            record.note("meaning", meaning)
        if narrative.strip():
            new.narrative = write_text(
                record, old.participant, narrative.strip(), purpose="adverse_event"
            )
        _alert(record, new, differing)
        return record.add(new)


def _alert(record: Record, event: AdverseEvent, differing: set[str]) -> None:
    """Make alerts of the rules that are true of what staff have changed in an event."""
    if event.voided:
        return
    facts = {f"adverse_event.{name}": _says(event, name) for name in _RULED}
    about = [f"adverse_event.{name}" for name in differing & set(_RULED)]
    version = event.participant.version
    more = more_facts(event.participant, record.at)
    rules = all_fired(version.protocol, facts, about=about, more=more)
    raise_alerts(record, event.participant, version, rules, submission=event.submission)


def tell_of_event(
    record: Record, submission: Submission, report: EventReport, *, text: FreeText | None
) -> AdverseEvent | None:
    """Store the report of an occasion: a new event, or a version of the one told there before."""
    rows = AdverseEvent.objects.filter(submission__occasion=submission.occasion_id)
    told = rows.order_by("number").first()
    if told is None:
        return add_event(record, submission, report, text=text)
    old = AdverseEvent.objects.filter(
        participant=submission.participant, number=told.number
    ).latest("version")
    said = report.columns()
    if text is None and all(getattr(told, name) == value for name, value in said.items()):
        return None
    new = _next(old, record, reason=AGAIN)
    for name, value in said.items():
        setattr(new, name, value)
    new.submission, new.description = submission, text or old.description
    return record.add(new)


def _says(event: AdverseEvent, name: str) -> Any:
    """Return what a column says, decrypted where it is."""
    value = getattr(event, name)
    return read_term(event.participant, value) if name == "term" else value


def _next(old: AdverseEvent, record: Record, *, reason: str) -> AdverseEvent:
    record.note("adverse_event", old.number)
    new = AdverseEvent(**{name: getattr(old, name) for name in _KEPT})
    new.version, new.reason, new.entered_at = old.version + 1, reason, record.at
    return new


def _told(record: Record, submission: Submission, report: EventReport) -> Receipt:
    participant = submission.participant
    protocol = participant.version.protocol
    rules = all_fired(protocol, report.facts(), more=more_facts(participant, record.at))
    raise_alerts(record, participant, participant.version, rules, submission=submission)
    receipt = Receipt(
        id=submission.client_id,
        received_at=record.at,
        verdict=Verdict.IN_TIME,
        final=True,
        words=words(Verdict.IN_TIME),
        shown=shown(rules.safety),
        rules=tuple(rule.id for rule in rules.safety),
    )
    note_rules(record, receipt)
    return receipt
