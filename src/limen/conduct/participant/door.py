"""Who comes in at the participants' pages: whose device is known, who agreed, who has not left."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, overload
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Participant
from limen.conduct.participant.views import kept

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@overload
def for_participant(view: View[P]) -> View[P]: ...
@overload
def for_participant(
    *, before_consent: bool = False, withdrawn: bool = False, keeps: bool = False
) -> Callable[[View[P]], View[P]]: ...
def for_participant(
    view: View[P] | None = None,
    *,
    before_consent: bool = False,
    withdrawn: bool = False,
    keeps: bool = False,
) -> View[P] | Callable[[View[P]], View[P]]:
    """Let in whose device is known; without parentheses, or with what a page allows besides.

    Nobody is sent to come in, and then back here. Who has not agreed (again) is sent to the
    information, unless `before_consent`. Who has withdrawn is told so, unless `withdrawn`. A page
    that `keeps` loses nothing that is posted to it: if the device is not known any more, it asks
    for the recovery phrase and sends on what was posted; if a new version of the study came while
    the page was open, it takes what was posted before it asks for consent again.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **named: P.kwargs) -> HttpResponseBase:
            participant = participant_of(request)
            if participant is None:
                return _to_come_in(request, keeps=keeps)
            if participant.status == Participant.Status.WITHDRAWN and not withdrawn:
                return redirect("participant:withdrawn")
            left = participant.status == Participant.Status.WITHDRAWN
            open_to_all = before_consent or left or (keeps and _was_filled_in(request, participant))
            if participant.consent_due and not open_to_all:
                return redirect("participant:information")
            return view(request, *args, **named)

        guarded.keeps = keeps  # type: ignore[attr-defined]
        return guarded

    return decorate(view) if view is not None else decorate


def participant_of(request: HttpRequest) -> Participant | None:
    """Return whose device it is, or None."""
    found: Participant | None = getattr(request, "participant", None)
    return found


def inside(request: HttpRequest) -> Participant:
    """Return whose device it is, behind `for_participant`."""
    participant = participant_of(request)
    if participant is None:
        raise TypeError("This page is not behind `for_participant`.")
    return participant


def actor(request: HttpRequest) -> Actor:
    """Return who acts, as services take it."""
    return Actor.participant(inside(request))


def keeps(path: str) -> bool:
    """Whether a path is a page of ours that loses nothing posted to it."""
    try:
        return bool(getattr(resolve(path).func, "keeps", False))
    except Resolver404:
        return False


def next_page(request: HttpRequest) -> str:
    """Return where somebody wanted to go: a page of ours for participants, else Today."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        try:
            if resolve(wanted.partition("?")[0]).app_name == "participant":
                return wanted
        except Resolver404:
            pass
    return reverse("participant:today")


def _was_filled_in(request: HttpRequest, participant: Participant) -> bool:
    """Whether answers arrive from a page that was opened under an earlier consent."""
    return request.method == "POST" and participant.status != Participant.Status.INVITED


def _to_come_in(request: HttpRequest, *, keeps: bool) -> HttpResponse:
    if request.method == "POST" and keeps:
        return kept.page(request)
    address = reverse("participant:enter")
    if request.method == "GET":
        address += "?" + urlencode({"next": request.get_full_path()})
    return redirect(address)
