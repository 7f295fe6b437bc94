"""The report of an adverse event as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from limen.conduct.core import access
from limen.conduct.core.safety.services import note_report
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.safety.report import pdf_of, report_of


@require_GET  # and not HEAD: an entry is written
@for_staff()
def event_report(request: HttpRequest, code: UUID, number: int) -> HttpResponse:
    """Give the report as PDF; an entry says who took it."""
    member = signed_in(request)
    person = access.participant_for_reading(member, code)
    if "adverse_events" in hidden_from(member, person):
        raise Http404
    report = report_of(person, number)
    if report is None:
        raise Http404
    content = pdf_of(report)
    note_report(person, number=number, content=content, by=actor(request))
    name = f"{person.number}-event-{number}-version-{report.version}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
