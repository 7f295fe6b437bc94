"""Answers to an occasion arrive, and are stored exactly once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.answers import FormError
from limen.conduct.core.answering.asked import asked
from limen.conduct.core.answering.baseline import baseline_occasions, is_locked
from limen.conduct.core.answering.fired import shown
from limen.conduct.core.answering.mark import read_mark
from limen.conduct.core.answering.questionnaire import Questionnaire
from limen.conduct.core.answering.read import Form, fields_of, read_answers
from limen.conduct.core.answering.receipt import Receipt
from limen.conduct.core.answering.services.refusals import refuse_others
from limen.conduct.core.answering.services.sent import (
    content_hash,
    entered_by_of,
    note_rules,
    store_once,
    words,
)
from limen.conduct.core.answering.services.sheet import Sheet
from limen.conduct.core.answering.services.taken import rules_of, store
from limen.conduct.core.forms.definition import is_staff
from limen.conduct.core.forms.judging import judge_form
from limen.conduct.core.forms.out_of_window import propose_deviation
from limen.conduct.core.forms.standing import Filling, begin_filling, filled
from limen.conduct.core.models import Occasion, Submission
from limen.conduct.core.occasions import Submit, TelephoneClock, Verdict
from limen.conduct.core.occasions.services import Opened, judge, no_reminders
from limen.conduct.core.safety.raising import raise_alerts
from limen.conduct.core.trail import Record
from limen.errors import ConductError


@dataclass(frozen=True, kw_only=True)
class _Sent:
    """What arrived, but for the answers themselves."""

    client_id: UUID
    content: str
    submit: Submit
    telephone: TelephoneClock
    respondent: str
    entered_by: str
    opened: Opened
    filling: Filling


def submit(
    occasion: Occasion,
    *,
    client_id: UUID,
    form: Form,
    page_mark: str = "",
    client_at: str = "",
    client_offset: str = "",
    final: bool = True,
    by: Actor,
    respondent: str = "participant",
    entered_by: str = "",
    answered_at: datetime | None = None,
    language: str = "",
    opened: Opened = no_reminders,
    filling: Filling | None = None,
) -> Receipt:
    """Store what somebody answered, and return what they are told.

    Sent twice under one `client_id` it is stored once, and answered alike; something else under the
    same id is a `ConductError`. `FormError` with the faults by question, before anything is
    written. A part is not `final`: more is to come, and what is missing is no fault. `answered_at`
    is the moment for which staff vouch who enter somebody's answers. What cannot be kept (too
    early, after withdrawal) leaves no trace. `filling` says which form of the occasion staff fill
    in; left out, what the occasion itself asks.
    """
    _refuse_vouching(by, answered_at)
    refuse_others(occasion.participant, by)
    filling = filling or Filling(of=occasion.definition)
    questionnaire = asked(occasion, respondent=respondent, language=language, of=filling.of)
    fields = fields_of(form)
    sent = _Sent(
        client_id=client_id,
        content=content_hash(
            occasion.participant,
            fields,
            {
                "occasion": occasion.identifier,
                "respondent": respondent,
                "final": final,
                "answered_at": answered_at,
                **_of(occasion, filling),
            },
            words=any(question.kind == "text" for question in questionnaire.questions),
        ),
        submit=Submit(
            page_made_at=read_mark(page_mark, occasion),
            answered_at=answered_at,
            examined=is_staff(occasion.made_under.protocol, respondent),
            final=final,
        ),
        telephone=TelephoneClock.read(client_at, client_offset),
        respondent=respondent,
        entered_by=entered_by or entered_by_of(by),
        opened=opened,
        filling=filling,
    )
    return store_once(
        "occasion.answered",
        lambda record: _take(record, occasion, questionnaire, fields, sent),
        client_id=client_id,
        participant=occasion.participant,
        content=sent.content,
        by=by,
    )


def _take(
    record: Record, occasion: Occasion, questionnaire: Questionnaire, form: Form, sent: _Sent
) -> Receipt:
    stored = record.fresh(occasion)
    stored.participant = record.fresh(occasion.participant)
    if stored.made_under_id == occasion.made_under_id:
        stored.made_under = occasion.made_under
    else:  # an amendment came between
        questionnaire = asked(
            stored,
            respondent=sent.respondent,
            language=questionnaire.language,
            of=sent.filling.of,
        )
    standing = begin_filling(record, stored, sent.respondent, sent.filling)
    sheet = Sheet.of(stored, questionnaire, sent.respondent)
    answers = read_answers(questionnaire, form, final=sent.submit.final, known=sheet.known)
    sheet = replace(sheet, given=answers.given, missing=frozenset(answers.missing))
    errors = dict(answers.errors) or sheet.errors(record.at)
    if errors:
        raise FormError(errors)
    if _is_own(stored, sent):
        _refuse_locked_baseline(stored)
    verdict = _judged(record, stored, sent)
    scores = sheet.scores()
    rules = rules_of(stored, sheet, scores, record.at)
    receipt = Receipt(
        id=sent.client_id,
        received_at=record.at,
        verdict=verdict,
        final=sent.submit.final,
        words=words(verdict, final=sent.submit.final),
        shown=shown(rules.safety),
        rules=tuple(rule.id for rule in rules.safety),
        unchanged=sheet.unchanged if verdict.counts else (),
    )
    if not verdict.kept:
        return receipt
    note_rules(record, receipt)
    submission = record.add(_row(record, stored, sheet, sent, verdict))
    at = sent.submit.answered_at or record.at
    store(record, submission, stored, sheet, scores, at=at)
    raise_alerts(record, stored.participant, stored.made_under, rules, submission=submission)
    if standing is not None and verdict.counts:
        filled(record, standing, sent.filling, final=sent.submit.final)
        if verdict == Verdict.LATE:
            propose_deviation(record, standing, at)
    return receipt


def _of(occasion: Occasion, filling: Filling) -> dict[str, str]:
    """Return what tells the content of one form from another's; nothing for what has no form."""
    performed = filling.performed_by
    told = {"performed_by": performed.name} if performed is not None else {}
    return told if filling.of == occasion.definition else {"form": filling.of, **told}


def _is_own(occasion: Occasion, sent: _Sent) -> bool:
    """Whether it is the occasion itself that is answered: such answers move it on."""
    return sent.respondent == occasion.respondent and sent.filling.of == occasion.definition


def _judged(record: Record, occasion: Occasion, sent: _Sent) -> Verdict:
    """Return what becomes of answers; only the occasion's own respondent moves it on."""
    if _is_own(occasion, sent):
        return judge(record, occasion, sent.submit, telephone=sent.telephone, opened=sent.opened)
    return judge_form(record, occasion, sent.submit)


def _row(
    record: Record, occasion: Occasion, sheet: Sheet, sent: _Sent, verdict: Verdict
) -> Submission:
    record.note("occasion", occasion.identifier)
    return Submission(
        client_id=sent.client_id,
        participant=occasion.participant,
        occasion=occasion,
        page=sent.filling.of,
        final=sent.submit.final,
        received_at=record.at,
        client_at=sent.telephone.at,
        client_offset_minutes=sent.telephone.offset_minutes,
        late=verdict == Verdict.LATE,
        verdict=verdict.value,
        language=sheet.questionnaire.language,
        respondent=sent.respondent,
        entered_by=sent.entered_by,
        content_hash=sent.content,
    )


def _refuse_vouching(by: Actor, answered_at: datetime | None) -> None:
    if answered_at is None:
        return
    if by.kind == "participant":
        raise ConductError("Only staff may say at what time something was answered.")
    if answered_at.tzinfo is None:
        raise ConductError("Give the time of answering with its time zone.")


def _refuse_locked_baseline(occasion: Occasion) -> None:
    """Refuse another version of what was locked before the first kit."""
    if occasion.state != Occasion.State.SUBMITTED:
        return
    if occasion.identifier in baseline_occasions(occasion.made_under.protocol) and is_locked(
        occasion.participant
    ):
        raise ConductError(
            "These answers were locked when the last of what comes before the first dose was "
            "answered. If something in them is wrong, tell the study team."
        )
