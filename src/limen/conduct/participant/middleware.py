"""Who is asking, in which language, and what every page shows: the study's title and its help."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from limen.conduct.core import access
from limen.conduct.core.help import Shell
from limen.conduct.participant.views.refused import not_done, too_many
from limen.errors import ConductError, ThrottledError

COOKIE = "limen_device"


class ParticipantMiddleware:
    """Sets `request.participant` (whose device shows its token, or None) and `request.shell`.

    The language is the one chosen on this device, else the participant's own, else the browser's.
    Templates show moments in the participant's time zone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, knowing who asks."""
        staff = request.path.startswith("/staff/")  # whoever sits there, it is not a participant
        token = "" if staff else request.COOKIES.get(COOKIE, "")
        participant = access.participant_of_device(token) if token else None
        request.participant = participant  # type: ignore[attr-defined]
        request.shell = Shell(participant)  # type: ignore[attr-defined]
        if participant is not None and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(interface_language(participant.language))
            request.LANGUAGE_CODE = translation.get_language()
        try:
            with timezone.override(participant.zone if participant is not None else None):
                response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
            return response
        finally:
            translation.deactivate()  # Django leaves it on for whatever this thread does next

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 429 to whoever tries too often, and 409 where a service refuses, on any page."""
        if isinstance(exception, ThrottledError):
            return too_many(request, exception)
        if isinstance(exception, ConductError):
            return not_done(request, exception)
        return None


def interface_language(language: str) -> str:
    """Return the language of our own words for somebody's language: the same, or English."""
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:
        return settings.LANGUAGE_CODE
