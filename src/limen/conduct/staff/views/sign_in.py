"""Staff sign in, and out: the page of the password. `second_factor` is the page after it."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from limen.conduct.core import signing, throttle
from limen.conduct.staff import pending
from limen.conduct.staff.acting import BUSY, busy, page
from limen.conduct.staff.door import member_of, refuse_nul
from limen.errors import ThrottledError

TEMPLATE = "staff/sign_in.html"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; one answer for whatever was wrong."""
    refuse_nul(request)
    after = _after(request)
    if request.method != "POST":
        if member_of(request) is not None:
            return redirect(after)
        return page(request, TEMPLATE, {"next": after})
    try:
        member = signing.recognise(
            request.POST.get("name", ""),
            request.POST.get("password", ""),
            token=request.COOKIES.get(throttle.KNOWN_COOKIE, ""),
        )
    except ThrottledError as error:
        return page(request, TEMPLATE, {"next": after}, errors=[busy(error)], status=BUSY)
    if member is None:
        wrong = _("Name or password is wrong.")
        return page(request, TEMPLATE, {"next": after}, errors=[wrong])
    pending.begin(request, member, after=after)
    return redirect("staff:second_factor")


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    member = member_of(request)
    if member is not None:
        signing.note_sign_out(member)
    logout(request)
    return redirect("staff:sign_in")


def _after(request: HttpRequest) -> str:
    """Return where to go then: a page of this server, whatever a link says."""
    home = reverse("staff:home")
    wanted = request.POST.get("next") or request.GET.get("next") or home
    inside = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if inside and wanted.startswith(home) else home
