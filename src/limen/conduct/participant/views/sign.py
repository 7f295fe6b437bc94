"""Signing: each statement, a typed name, and exactly the documents that were shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import consenting
from limen.conduct.core.models import Participant
from limen.conduct.participant.door import actor, for_participant, inside
from limen.errors import ConductError


@require_http_methods(["GET", "HEAD", "POST"])
@for_participant(before_consent=True, keeps=True)
def sign(request: HttpRequest) -> HttpResponse:
    """Show what is signed; POST signs it, or says what is missing."""
    participant = inside(request)
    if request.method == "POST":
        return _signed(request, participant)
    if not participant.consent_due:
        return redirect("participant:screening")
    documents = consenting.documents_for(participant)
    if not documents or consenting.unread(participant, documents):
        return redirect("participant:information")
    if not consenting.checked(participant).passed:
        return redirect("participant:check")
    return _page(request, participant, {})


@require_http_methods(["GET", "HEAD", "POST"])
@for_participant(before_consent=True)
def decline(request: HttpRequest) -> HttpResponse:
    """Say what not agreeing means; POST notes it."""
    participant = inside(request)
    if not participant.consent_due:
        return redirect("participant:information")
    if request.method == "POST":
        try:
            consenting.decline(participant, by=actor(request))
        except ConductError as error:
            messages.warning(request, error.message)
        return redirect("participant:decline")
    context = {
        "again": consenting.latest_consent(participant) is not None,
        "waits": consenting.dosing_waits(participant),
        "declined": consenting.has_declined(participant),
    }
    return render(request, "participant/decline.html", context)


def _signed(request: HttpRequest, participant: Participant) -> HttpResponse:
    try:
        consenting.give_consent(
            participant,
            signature=request.POST.get("signature", ""),
            agreed=set(request.POST.getlist("agreed")),
            shown=request.POST.get("shown", ""),
            by=actor(request),
        )
    except ConductError as error:
        return _refused(request, participant, error)
    messages.success(request, _("You have signed. Your copy is ready for you to keep."))
    return redirect("participant:screening")


def _refused(request: HttpRequest, participant: Participant, error: ConductError) -> HttpResponse:
    places = {problem.path.partition(".")[0] for problem in error.problems}
    if not places:
        messages.warning(request, error.message)
        return redirect("participant:information")
    if consenting.CHANGED in places or "documents" in places:
        words = _("The documents have changed, so nothing was signed. Please read the new ones.")
        messages.warning(request, words)
        return redirect("participant:information")
    if "read" in places:
        return redirect("participant:information")
    if "check" in places:
        return redirect("participant:check")
    return _page(
        request,
        participant,
        {
            "missing": [p.path.partition(".")[2] for p in error.problems if "." in p.path],
            "unsigned": "signature" in places,
            "typed": request.POST.get("signature", ""),
            "agreed": request.POST.getlist("agreed"),
        },
        status=422,
    )


def _page(
    request: HttpRequest, participant: Participant, said: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    documents = consenting.documents_for(participant)
    context = {
        "documents": documents,
        "statements": consenting.statements_of(documents),
        "shown": consenting.version_hash(documents),
        "again": consenting.latest_consent(participant) is not None,
        **said,
    }
    return render(request, "participant/sign.html", context, status=status)
