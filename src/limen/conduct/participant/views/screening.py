"""Screening: the participant's own questions, one per screen; then waiting for the study team."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from limen.conduct.core import screening as room
from limen.conduct.core.models import Participant
from limen.conduct.participant.door import actor, for_participant, inside
from limen.errors import ConductError
from limen.protocol.document.people import ScreeningQuestion

_IN_SCREENING = (
    Participant.Status.CONSENTED,
    Participant.Status.ELIGIBLE,
    Participant.Status.INELIGIBLE,
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_participant(keeps=True)
def screening(request: HttpRequest) -> HttpResponse:
    """Ask the next question, or the one that is to be changed; after the last, say what comes."""
    participant = inside(request)
    if participant.consent_due:  # an amendment came in between: nothing is asked before consent
        return redirect("participant:information")
    if participant.status not in _IN_SCREENING:
        return redirect("participant:today")
    if participant.status != Participant.Status.CONSENTED:
        return render(request, "participant/screened.html", {"status": participant.status})
    questions = room.own_questions(participant)
    if request.method == "POST":
        return _stored(request, participant, questions)
    asked = _named(questions, request.GET.get("question", ""))
    asked = asked or next(iter(room.unanswered(participant, questions)), None)
    if asked is None:
        return _waiting(request, participant, questions)
    return _question(request, participant, asked)


def _named(questions: Sequence[ScreeningQuestion], name: str) -> ScreeningQuestion | None:
    return next((one for one in questions if one.id == name), None)


def _stored(
    request: HttpRequest, participant: Participant, questions: Sequence[ScreeningQuestion]
) -> HttpResponse:
    asked = _named(questions, request.POST.get("question", ""))
    if asked is None:
        return redirect("participant:screening")
    said = room.DECLINED if "decline" in request.POST else request.POST.get("answer", "")
    reason = request.POST.get("reason", "")
    try:
        room.answer_screening(participant, {asked.id: said}, by=actor(request), reason=reason)
    except ConductError as error:
        errors = [problem.message for problem in error.problems] or [error.message]
        return _question(request, participant, asked, typed=said, errors=errors)
    return redirect("participant:screening")


def _question(
    request: HttpRequest,
    participant: Participant,
    asked: ScreeningQuestion,
    *,
    typed: str = "",
    errors: Sequence[str] = (),
) -> HttpResponse:
    questions = room.own_questions(participant)
    number = [one.id for one in questions].index(asked.id)
    before = room.latest_answers(participant).get(str(asked.id))
    context = {
        "asked": asked,
        "number": number + 1,
        "count": len(questions),
        "previous": questions[number - 1].id if number else "",
        "choices": room.choices_of(asked),
        "typed": typed,
        "before": room.in_words(asked, before) if before else "",
        "changing": before is not None,
        "errors": errors,
    }
    return render(request, "participant/screening.html", context, status=422 if errors else 200)


def _waiting(
    request: HttpRequest, participant: Participant, questions: Sequence[ScreeningQuestion]
) -> HttpResponse:
    answers = room.latest_answers(participant)
    rows = [(one, room.in_words(one, answers[one.id])) for one in questions]
    return render(request, "participant/screened.html", {"status": "waiting", "rows": rows})
