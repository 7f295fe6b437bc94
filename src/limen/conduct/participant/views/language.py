"""The language: of our own words on this device, and of the study's words for a participant."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from limen.conduct.core.entering import choose_language
from limen.conduct.core.entering.choose_language import languages_of
from limen.conduct.participant import door


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Show the choice, or take it."""
    offered = dict(settings.LANGUAGES) | dict(_of_study(request))
    if request.method != "POST":
        context = {"offered": _described(offered), "next": request.GET.get("next", "")}
        return render(request, "participant/language.html", context)
    chosen = request.POST.get("language", "")
    participant = door.participant_of(request)
    if chosen not in offered:
        return redirect("participant:language")
    if participant is not None and chosen in languages_of(participant):
        choose_language(participant, chosen, by=door.actor(request))
    response = redirect(door.next_page(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


def _of_study(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the languages that this participant's study has, with their own names."""
    participant = door.participant_of(request)
    if participant is None:
        return []
    return [(code, _own_name(code)) for code in languages_of(participant)]


def _own_name(code: str) -> str:
    try:
        return str(translation.get_language_info(code)["name_local"])
    except KeyError:
        return code


def _described(offered: dict[str, str]) -> list[dict[str, object]]:
    """Return what the page shows of each: its own name, in its own direction."""
    right_to_left = ("ar", "fa", "he", "ur")
    return [
        {"code": code, "name": name, "dir": "rtl" if code[:2] in right_to_left else "ltr"}
        for code, name in offered.items()
    ]
