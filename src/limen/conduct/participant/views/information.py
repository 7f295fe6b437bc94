"""The information: one document at a time, with a list of what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from limen.conduct.core import consenting
from limen.conduct.core.consenting import Document
from limen.conduct.core.consenting.copy.content import is_rtl
from limen.conduct.core.models import Participant
from limen.conduct.participant.door import actor, for_participant, inside
from limen.errors import ConductError


@require_http_methods(["GET", "HEAD", "POST"])
@for_participant(before_consent=True)
def information(request: HttpRequest) -> HttpResponse:
    """Show a document; POST says that it was read to the end, and goes on to the next."""
    participant = inside(request)
    documents = consenting.documents_for(participant)
    if request.method == "POST":
        try:
            consenting.note_read(participant, request.POST.get("read", ""), by=actor(request))
        except ConductError:  # an amendment came in between: show the new words
            return redirect("participant:information")
        return _onwards(participant, documents)
    left = consenting.unread(participant, documents)
    shown = _chosen(request, left, documents)
    return render(
        request,
        "participant/information.html",
        {
            "documents": [(one, one not in left) for one in documents],
            "document": shown,
            "number": documents.index(shown) + 1 if shown else 0,
            "rtl": shown is not None and is_rtl(shown.language),
            "due": participant.consent_due,
            "again": participant.consent_due and consenting.latest_consent(participant) is not None,
            "declined": consenting.has_declined(participant),
            "all_read": bool(documents) and not left,
        },
    )


def _onwards(participant: Participant, documents: Sequence[Document]) -> HttpResponse:
    left = consenting.unread(participant, documents)
    if not left:
        return redirect("participant:check")
    query = urlencode({"document": left[0].identifier})
    return redirect(f"{reverse('participant:information')}?{query}")


def _chosen(
    request: HttpRequest, left: Sequence[Document], documents: Sequence[Document]
) -> Document | None:
    asked = request.GET.get("document")
    named = [one for one in documents if one.identifier == asked]
    return next(iter([*named, *left, *documents]), None)
