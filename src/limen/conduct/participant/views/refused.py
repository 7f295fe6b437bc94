"""Pages that say no, to anybody, on any page of the server."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from limen.conduct.core.help import Shell
from limen.conduct.participant.views import kept
from limen.errors import LockedError


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    words = _("This request makes no sense to the server. Please go back and try again.")
    return _page(request, 400, _("That did not work"), words)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _page(request, 403, _("Not yours to see"), _("You may not see or do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    words = _("There is nothing at this address. Perhaps a letter is missing from it.")
    return _page(request, 404, _("There is no such page"), words)


def too_many(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 429, and say when to try again."""
    seconds = max(1, round(getattr(exception, "wait_seconds", 60)))
    words = _("That was tried too often. Nothing is lost. Wait a little, then try again.")
    response = _page(request, 429, _("Please wait a moment"), words, seconds=seconds)
    response.headers["Retry-After"] = str(seconds)
    return response


def not_done(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 409: a service refused, such as after the database lock; staff are told why."""
    said = [_("Nothing was stored.")]
    if request.path.startswith("/staff/"):
        said.append(str(exception))
    elif isinstance(exception, LockedError):
        said = [str(exception)]
    return _page(request, 409, _("That did not work"), " ".join(said))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500. Needs no database, and says whom to call as far as it still can."""
    title = _("Something went wrong here")
    words = _(
        "It was not your doing. If you had just sent answers, go back and send them again: "
        "nothing is stored twice."
    )
    try:
        return _page(request, 500, title, words)
    except Exception:  # the database may be what went wrong
        context = {"heading": title, "words": words}
        return HttpResponse(render_to_string("limen/broken.html", context), status=500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit; offer what it held again, if it was our form."""
    from limen.conduct.participant.door import keeps  # which needs this room's neighbour first

    if keeps(request.path) and _from_here(request):
        return kept.offer_again(request)
    words = _("This page had grown too old, and nothing was sent. Load it again, then send.")
    return _page(request, 403, _("Please load the page again"), words, again=request.path)


def _from_here(request: HttpRequest) -> bool:
    """Whether one of our own pages sent this, by what the browser itself says.

    Else another site could have its own words shown here, with a button that sends them.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}"
    found = urlsplit(said)
    return f"{found.scheme}://{found.netloc}" == here


def _page(
    request: HttpRequest,
    status: int,
    heading: str,
    words: str,
    *,
    seconds: int = 0,
    again: str = "",
) -> HttpResponse:
    if not hasattr(request, "shell"):  # refused before anybody looked at who asks
        request.shell = Shell(None)  # type: ignore[attr-defined]
    layout = "limen/staff.html" if request.path.startswith("/staff/") else "limen/participant.html"
    context = {
        "layout": layout,
        "heading": heading,
        "words": words,
        "seconds": seconds,
        "again": again,
        "home": "/staff/" if layout == "limen/staff.html" else "/",
    }
    return render(request, "limen/refused.html", context, status=status)
