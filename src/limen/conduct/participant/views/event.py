"""An adverse event may be reported at any time; help comes first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from limen.conduct.core.answering.services.adverse_events import event_questions, report_event
from limen.conduct.participant.door import actor, for_participant, inside
from limen.conduct.participant.posted import Posted, errors_of, received, refused, typed_again
from limen.conduct.participant.sheets import draft_name, sheet
from limen.errors import ConductError


@require_http_methods(["GET", "HEAD", "POST"])
@for_participant(keeps=True)
def event(request: HttpRequest) -> HttpResponse:
    """Ask what happened, or take the report."""
    if request.method != "POST":
        return _page(request)
    posted = Posted.of(request)
    try:
        receipt = report_event(
            inside(request),
            client_id=posted.client_id,
            form=request.POST,
            client_at=posted.client_at,
            client_offset=posted.client_offset,
            by=actor(request),
        )
    except ConductError as error:
        return refused(posted, error) or _page(request, error)
    return received(posted, receipt)


def _page(request: HttpRequest, error: ConductError | None = None) -> HttpResponse:
    participant = inside(request)
    context = {
        "sheet": sheet(
            event_questions(participant),
            draft=draft_name(participant, "event"),
            form=typed_again(request, error) if error else None,
            errors=errors_of(error) if error else None,
        )
    }
    return render(request, "participant/event.html", context, status=422 if error else 200)
