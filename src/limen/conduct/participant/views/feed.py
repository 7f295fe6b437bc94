"""The private calendar feed, for calendars that ask for it by its secret address."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from limen.conduct.core import access, messages


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the calendar of whoever's token it is; with `?alarms=1` it reminds by itself.

    404 for a token that is unknown or was revoked. The answer says nothing more than that.
    """
    participant = access.participant_of_device(token, purpose="calendar")
    if participant is None:
        return HttpResponseNotFound(content_type="text/plain")
    content = messages.feed(participant, alarms=request.GET.get("alarms") == "1")
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    found = get_conditional_response(request, etag=etag, response=response)
    answer: HttpResponse = found if found is not None else response
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
