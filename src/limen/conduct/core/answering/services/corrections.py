"""Staff correct an answer: a new version with its reason, and scores that follow from it."""

from __future__ import annotations

from typing import Any

from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.answers import Answer, FormError
from limen.conduct.core.answering.asked import asked
from limen.conduct.core.answering.baseline import baseline_occasions, is_locked
from limen.conduct.core.answering.fired import all_fired
from limen.conduct.core.answering.questionnaire import Question, Questionnaire
from limen.conduct.core.answering.scoring import scored
from limen.conduct.core.answering.services.earlier import earlier
from limen.conduct.core.answering.services.more_facts import more_facts, typed
from limen.conduct.core.answering.services.scores import add_scores, latest_scores
from limen.conduct.core.answering.values import Unfit, value_of
from limen.conduct.core.forms.standing import changed, refuse_if_fixed
from limen.conduct.core.models import Measurement, Occasion, Response
from limen.conduct.core.occasions import Verdict
from limen.conduct.core.safety.raising import raise_alerts
from limen.conduct.core.services.free_text import sealed_reason, write_text
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError

_KEPT = ("participant", "instrument", "instrument_version", "text_hash", "language", "item",
         "respondent")  # fmt: skip
_STATES = ("answered", "declined", "missing", "not_applicable", "skipped")


def correct(
    response: Response, *, value: str = "", state: str = "answered", reason: str, by: Actor
) -> Response:
    """Add a version of a response and of the scores that change with it; return the version.

    `value` is text as in a form. `FormError` if it does not fit the question, `ConductError`
    without a reason, by a participant, or if nothing would change. The reason is encrypted. Answers
    of a locked baseline can be corrected by staff only, as all answers; the entry notes it.
    """
    _refuse(by, reason, state)
    with recording("response.corrected", by=by, participant=response.participant) as record:
        occasion = _occasion(record, response.occasion)
        questionnaire = asked(occasion, respondent=response.respondent, language=response.language)
        question = _question(questionnaire, response)
        before = earlier(occasion, response.respondent)
        old = before.last[response.instrument, response.item]
        _refuse_aside(old)
        form = refuse_if_fixed(record, occasion, old.respondent, instrument=old.instrument)
        new = _version(old, state, sealed_reason(occasion.participant, reason), record)
        new.occasion = occasion
        if state == "answered":
            _put(record, new, question, value)
        if question.kind != "text" and (new.state, new.value) == (old.state, old.value):
            raise ConductError("This is what stands there already.")
        record.note("response", f"{occasion.identifier}:{old.instrument}.{old.item}")
        if occasion.identifier in baseline_occasions(occasion.made_under.protocol) and is_locked(
            occasion.participant
        ):
            record.note("after_baseline_lock", True)
        record.add(new)
        _rescore(record, occasion, questionnaire, new)
        _alert(record, occasion, new)
        changed(record, form)
        return new


def correct_measurement(
    measurement: Measurement, *, value: float | None, reason: str, by: Actor
) -> Measurement:
    """Add a version of a measurement; None: it was not had."""
    _refuse(by, reason, "answered")
    with recording("measurement.corrected", by=by, participant=measurement.participant) as record:
        rows = Measurement.objects.filter(
            occasion=measurement.occasion,
            name=measurement.name,
            respondent=measurement.respondent,
        )
        old = rows.latest("version")
        if old.value == value:
            raise ConductError("This is what stands there already.")
        form = refuse_if_fixed(record, old.occasion, old.respondent, measurement=old.name)
        told = {f"measurement.{old.name}": value}
        _raise(record, old.occasion, told if value is not None else {})
        new = record.add(
            Measurement(
                participant=old.participant,
                occasion=old.occasion,
                name=old.name,
                respondent=old.respondent,
                measured_at=old.measured_at,
                value=value,
                version=old.version + 1,
                reason=sealed_reason(old.participant, reason),
                entered_at=record.at,
            )
        )
        changed(record, form)
        return new


def _refuse(by: Actor, reason: str, state: str) -> None:
    if by.kind == "participant":
        raise ConductError("Participants send their answers again; staff correct them.")
    if not reason.strip():
        raise ConductError("A correction needs a reason, which is kept with it.")
    if state not in _STATES:
        raise ConductError(f"{state!r} is no state of an answer. Use {', '.join(_STATES)}.")


def _refuse_aside(old: Response) -> None:
    """Refuse to make an answer count through a correction that did not when it came."""
    if old.submission is not None and not Verdict(old.submission.verdict).counts:
        raise ConductError(
            "The last version of this answer was set aside and does not count, nor would a "
            "correction of it. If it was given in time, enter it with the time of answering."
        )


def _occasion(record: Record, occasion: Occasion) -> Occasion:
    stored = record.fresh(occasion)
    stored.participant = record.fresh(occasion.participant)
    return stored


def _question(questionnaire: Questionnaire, response: Response) -> Question:
    place = (response.instrument, response.item)
    for question in questionnaire.questions:
        if question.place == place and question.about == "instrument":
            return question
    raise ConductError(
        f"{response.instrument}.{response.item} is no question of this occasion, so it cannot be "
        "corrected here. Guesses and expectancies stay as they were given."
    )


def _version(old: Response, state: str, reason: str, record: Record) -> Response:
    return Response(
        **{name: getattr(old, name) for name in _KEPT},
        state=state,
        version=old.version + 1,
        supersedes=old,
        reason=reason,
        entered_at=record.at,
    )


def _put(record: Record, row: Response, question: Question, text: str) -> None:
    try:
        value: Any = value_of(question, text.strip())
    except Unfit as wrong:
        raise FormError({question.key: str(wrong)}) from None
    if question.kind == "text":
        row.free_text = write_text(record, row.participant, value, purpose="response")
    else:
        row.value = Answer(key=question.key, state="answered", value=value).text


def _rescore(
    record: Record, occasion: Occasion, questionnaire: Questionnaire, row: Response
) -> None:
    """Add the scores that follow from what now counts, where they differ."""
    before = latest_scores(occasion, row.respondent)
    if not any(instrument == row.instrument for instrument, _ in before):
        return
    answers = earlier(occasion, row.respondent).known(questionnaire)
    protocol = occasion.made_under.protocol
    for section in questionnaire.sections:
        if section.about == "instrument" and section.subject == row.instrument:
            found = scored(protocol, section, answers, questionnaire.context)
            if found is not None:
                add_scores(record, occasion, row.respondent, [(section, found)], before)


def _alert(record: Record, occasion: Occasion, row: Response) -> None:
    """Make alerts of the rules that are true of an answer as corrected, or of its scores."""
    scores = latest_scores(occasion, row.respondent)
    told: dict[str, Any] = {
        f"{instrument}.{subscale}": score.value
        for (instrument, subscale), score in scores.items()
        if instrument == row.instrument
    }
    if row.state == "answered" and row.free_text_id is None:
        told[f"{row.instrument}.{row.item}"] = typed(row.value)
    _raise(record, occasion, told)


def _raise(record: Record, occasion: Occasion, told: dict[str, Any]) -> None:
    version = occasion.made_under
    more = more_facts(occasion.participant, record.at)
    raise_alerts(
        record, occasion.participant, version, all_fired(version.protocol, told, more=more)
    )
