"""The signed copy, to keep."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from limen.conduct.core import consenting
from limen.conduct.core.models import Consent
from limen.conduct.participant.door import for_participant, inside
from limen.errors import ConductError


@require_safe
@for_participant(before_consent=True, withdrawn=True)
def copy(request: HttpRequest) -> HttpResponse:
    """Send the copy as PDF; where its fonts lack letters, as a page."""
    consent = _consent(request)
    try:
        content = consenting.signed_copy(consent)
    except ConductError:
        return redirect("participant:copy_page")
    return _file(content, "application/pdf", "consent.pdf")


@require_safe
@for_participant(before_consent=True, withdrawn=True)
def copy_page(request: HttpRequest) -> HttpResponse:
    """Send the copy as one HTML file."""
    content = consenting.signed_copy_as_page(_consent(request))
    return _file(content.encode("utf-8"), "text/html; charset=utf-8", "consent.html")


def _consent(request: HttpRequest) -> Consent:
    consent = consenting.latest_consent(inside(request))
    if consent is None:
        raise Http404
    return consent


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
