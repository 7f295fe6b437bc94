"""An occasion's questions: asking for them begins it, sending them ends it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import clock
from limen.conduct.core.answering import asked, page_mark
from limen.conduct.core.answering.baseline import baseline_occasions, is_locked
from limen.conduct.core.answering.services.submit import submit
from limen.conduct.core.messages import plan_reminders
from limen.conduct.core.models import Occasion, Participant
from limen.conduct.core.occasions import Reason, State, Verdict
from limen.conduct.core.occasions.services import start_occasion
from limen.conduct.participant.agenda import Entry, entry, own_occasions
from limen.conduct.participant.door import actor, for_participant, inside
from limen.conduct.participant.posted import (
    Posted,
    errors_of,
    not_stored,
    received,
    refused,
    typed_again,
)
from limen.conduct.participant.sheets import draft_name, sheet
from limen.conduct.participant.times import at, local, until
from limen.errors import ConductError


@require_http_methods(["GET", "POST"])  # and not HEAD: asking for the questions begins it
@for_participant(keeps=True)
def occasion(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show the form, or take what it sends."""
    row = _row(inside(request), identifier)
    return _take(request, row) if request.method == "POST" else _ask(request, row)


def _row(participant: Participant, identifier: str) -> Occasion:
    """Return one of the participant's own occasions; 404 for any other."""
    row = own_occasions(participant).filter(identifier=identifier).first()
    if row is None:
        raise Http404
    row.participant = participant
    if row.made_under_id == participant.version_id:  # read with the participant already
        row.made_under = participant.version
    return row


def _ask(request: HttpRequest, row: Occasion) -> HttpResponse:
    """Begin, and show the form, or say why there is none.

    What was begun and is over may still be finished: it is asked for under the same name.
    """
    if not any(asked(row).questions):
        found = entry(row.participant, row, clock.now())
        words = _("This is not asked here. The study team will tell you where and how.")
        return _no_questions(request, found, words=words)
    verdict = start_occasion(row, by=actor(request), opened=plan_reminders)
    row = _row(row.participant, row.identifier)
    found = entry(row.participant, row, clock.now())
    wants_again = verdict == Verdict.AGAIN and "again" in request.GET and _may_change(row, found)
    if verdict == Verdict.STARTED or found.is_overdue or wants_again:
        return _form(request, row, found)
    return _no_questions(request, found, may_change=_may_change(row, found))


def _take(request: HttpRequest, row: Occasion) -> HttpResponse:
    posted = Posted.of(request)
    try:
        receipt = submit(
            row,
            client_id=posted.client_id,
            form=request.POST,
            page_mark=posted.page_mark,
            client_at=posted.client_at,
            client_offset=posted.client_offset,
            by=actor(request),
            opened=plan_reminders,
        )
    except ConductError as error:
        found = entry(row.participant, row, clock.now())
        return refused(posted, error) or _form(request, row, found, error)
    if receipt.stored:
        return received(posted, receipt)
    found = entry(row.participant, row, clock.now())
    words = receipt.words
    return not_stored(posted, words) or _no_questions(request, found, words=words, status=409)


def _form(
    request: HttpRequest, row: Occasion, found: Entry, error: ConductError | None = None
) -> HttpResponse:
    questionnaire = asked(row)
    window = found.occasion.window
    zone = row.participant.zone
    today = local(clock.now(), zone).date()
    context = {
        "entry": found,
        "when": _when(found, zone),
        "notice": _notice(found, zone),
        "elsewhere": questionnaire.elsewhere,
        "sheet": sheet(
            questionnaire,
            page_mark=page_mark(row),
            draft=draft_name(row.participant, row.identifier),
            form=typed_again(request, error) if error else None,
            errors=errors_of(error) if error else None,
        ),
        "until": until(window.closes, zone, today),
    }
    return render(request, "participant/occasion.html", context, status=422 if error else 200)


def _no_questions(
    request: HttpRequest,
    found: Entry,
    *,
    words: str = "",
    may_change: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "entry": found,
        "words": words or _why(found, inside(request).zone),
        "again": "?again" if may_change else "",
    }
    return render(request, "participant/no_questions.html", context, status=status)


def _may_change(row: Occasion, found: Entry) -> bool:
    """Whether what was sent may be answered again: as long as it might be begun, and not locked."""
    if found.occasion.state != State.SUBMITTED or clock.now() > found.occasion.window.ends:
        return False
    is_baseline = row.identifier in baseline_occasions(row.made_under.protocol)
    return not (is_baseline and is_locked(row.participant))


def _when(found: Entry, zone: str) -> str:
    now = clock.now()
    window = found.occasion.window
    end = window.closes if now <= window.closes else window.ends
    if now > end:
        return ""
    words = until(end, zone, local(now, zone).date())
    return words[:1].upper() + words[1:]


def _notice(found: Entry, zone: str) -> str:
    now = clock.now()
    window = found.occasion.window
    today = local(now, zone).date()
    if found.occasion.state == State.SUBMITTED:
        return _("You have sent this before. What you send now is stored beside it.")
    if found.is_overdue:
        words = _("This closed {when}. You had begun it, so you can still finish it; it is marked "
                  "as late.")  # fmt: skip
        return words.format(when=at(window.ends, zone, today))
    if now > window.closes and window.late == "flag":
        words = _("This was due {when}. You can still answer; it is marked as late.")
        return words.format(when=at(window.closes, zone, today))
    return ""


def _why(found: Entry, zone: str) -> str:
    """Say why nothing is asked here now."""
    today = local(clock.now(), zone).date()
    window = found.occasion.window
    match found.occasion.state:
        case State.SUBMITTED:
            sent = found.occasion.submitted_at
            when = at(sent, zone, today) if sent else ""
            return _("You have answered this. It was received {when}.").format(when=when)
        case State.PLANNED:
            return _("This can be answered from {when} on.").format(
                when=at(window.opens, zone, today)
            )
        case State.CANCELLED:
            return _cancelled(found.occasion.reason)
    words = _("This closed {when} and cannot be begun any more. It does not matter for what comes "
              "next.")  # fmt: skip
    return words.format(when=at(window.ends, zone, today))


def _cancelled(reason: Reason) -> str:
    words = {
        Reason.PAUSED: _("You were pausing, so this is not asked."),
        Reason.WITHDRAWN: _("You have left the study, so this is not asked."),
        Reason.BEFORE_START: _("This was before your first day, so it is not asked."),
        Reason.BY_STAFF: _("The study team has cancelled this. Nothing is asked."),
        Reason.AMENDED: _("The study has changed and does not ask this any more."),
    }
    return words.get(reason, _("This is not asked."))
