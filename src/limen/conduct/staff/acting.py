"""Something is done on a page: a service runs, and the answer is a redirect or the page again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from limen.conduct.core.models import Participant
from limen.conduct.staff.frame import frame
from limen.errors import LimenError, Problem, ThrottledError

_PLACES = (
    "baseline", "consent", "eligibility", "ends_at", "key", "kit", "member", "name", "password",
    "paused", "reason", "role", "safety", "set", "site", "start", "starts_at", "status", "supply",
)  # what a message says by itself  # fmt: skip
REFUSED = 422  # the request was understood, and what it asks cannot be done
BUSY = 429


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    errors: list[str] | None = None,
    wrong: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return a page of the team; what was entered is there again where something was refused.

    `wrong` are faults by question; what is the fault of none stands above with the `errors`.
    """
    wrong = wrong or {}
    above = [*(errors or []), *([wrong[""]] if wrong.get("") else [])]
    said = {"entered": request.POST, "errors": above, "wrong": len(wrong.keys() - {""})}
    refused = status == 200 and (above or wrong)
    shown = said | frame(request) | dict(context)
    return render(request, template, shown, status=REFUSED if refused else status)


def act(
    request: HttpRequest,
    service: Callable[[], object],
    *,
    template: str,
    context: Mapping[str, Any],
    said: str,
    to: str | Participant,
) -> HttpResponse:
    """Run a service that writes; go on to a page that says so, or show this one with the errors.

    `to` is an address, or the participant whose page follows.
    """
    try:
        service()
    except ThrottledError as error:
        return page(request, template, context, errors=[busy(error)], status=BUSY)
    except LimenError as error:
        return page(request, template, context, errors=lines(error))
    messages.success(request, said)
    if isinstance(to, Participant):
        return redirect("staff:person", code=to.code)
    return redirect(to)


def fields(request: HttpRequest, prefix: str) -> dict[str, str]:
    """Return what was posted under names with a prefix, without it; what was left empty is out."""
    return {
        name.removeprefix(prefix): str(value)
        for name, value in request.POST.items()
        if name.startswith(prefix) and str(value).strip()
    }


def busy(error: ThrottledError) -> str:
    """Return how long to wait after too many failures."""
    minutes = max(1, round(error.wait_seconds / 60))
    return _("Too many attempts. Please wait %(minutes)d min and try again.") % {"minutes": minutes}


def lines(error: LimenError) -> list[str]:
    """Return what an error says, a line per reason."""
    problems = getattr(error, "problems", ())
    return [_words(problem) for problem in problems] or [str(error)]


def _words(problem: Problem) -> str:
    """Return a problem without its place, where that is one of the protocol or the code."""
    if "." in problem.path or problem.path in _PLACES:
        return " ".join(filter(None, (problem.message, problem.remedy)))
    return str(problem)
