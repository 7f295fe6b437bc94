"""The comprehension check: one question per screen, without a script, then what came out."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from limen.conduct.core import consenting
from limen.conduct.core.consenting import Checked, Question
from limen.conduct.core.models import Participant
from limen.conduct.participant.door import actor, for_participant, inside
from limen.errors import ConductError, LockedError

_ANSWER = "answer."


@require_http_methods(["GET", "HEAD", "POST"])
@for_participant(before_consent=True)
def check(request: HttpRequest) -> HttpResponse:
    """Ask the next question; after the last, store the attempt and show what came out."""
    participant = inside(request)
    documents = consenting.documents_for(participant)
    if not participant.consent_due or not documents or consenting.unread(participant, documents):
        return redirect("participant:information")
    found = consenting.checked(participant)
    if found.passed:
        return _outcome(request, found) if found.wrong else redirect("participant:sign")
    if found.to_a_person or (found.attempts and request.method != "POST" and not _wanted(request)):
        return _outcome(request, found)
    questions = consenting.questions_for(participant)
    if request.method == "POST":
        return _answered(request, participant, questions)
    return _question(request, questions, {})


def _wanted(request: HttpRequest) -> bool:
    return "again" in request.GET


def _answered(
    request: HttpRequest, participant: Participant, questions: Sequence[Question]
) -> HttpResponse:
    """Go on to the first question without an answer, or one back; with all of them, store."""
    answers = {
        one.identifier: given
        for one in questions
        if (given := request.POST.get(_ANSWER + one.identifier, "")) in one.options
    }
    if "back" in request.POST:
        answers = _one_less(questions, answers, request.POST["back"])
    elif len(answers) == len(questions):
        return _store(request, participant, questions, answers)
    return _question(request, questions, answers, missing=_left_out(request, answers))


def _store(
    request: HttpRequest,
    participant: Participant,
    questions: Sequence[Question],
    answers: dict[str, str],
) -> HttpResponse:
    try:
        consenting.answer_check(participant, answers, by=actor(request))
    except LockedError:
        raise
    except ConductError:  # another page was faster: it shows how things stand now
        return redirect("participant:check")
    return redirect(reverse("participant:check"))


def _one_less(questions: Sequence[Question], answers: dict[str, str], place: str) -> dict[str, str]:
    """Return the answers before the question that somebody goes back to."""
    names = [one.identifier for one in questions]
    if place not in names:
        return {}
    return {name: answers[name] for name in names[: names.index(place)] if name in answers}


def _left_out(request: HttpRequest, answers: dict[str, str]) -> bool:
    """Whether the question that was on the screen came back without an answer."""
    asked = request.POST.get("asked", "")
    return bool(asked) and asked not in answers and "back" not in request.POST


def _question(
    request: HttpRequest,
    questions: Sequence[Question],
    answers: dict[str, str],
    *,
    missing: bool = False,
) -> HttpResponse:
    number, question = next(
        (number, one)
        for number, one in enumerate(questions, start=1)
        if one.identifier not in answers
    )
    context = {
        "question": question,
        "name": _ANSWER + question.identifier,
        "number": number,
        "count": len(questions),
        "before": questions[number - 2].identifier if number > 1 else "",
        "kept": [(_ANSWER + name, given) for name, given in answers.items()],
        "missing": missing,
    }
    status = 422 if missing else 200
    return render(request, "participant/check.html", context, status=status)


def _outcome(request: HttpRequest, found: Checked) -> HttpResponse:
    return render(request, "participant/checked.html", {"found": found})
