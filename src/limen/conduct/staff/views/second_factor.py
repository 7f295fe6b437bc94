"""The second page of the sign-in: a code of the app, or the app is set up."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from limen.conduct.core import clock, signing, throttle
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import StaffMember, Study
from limen.conduct.core.signing import factor, totp
from limen.conduct.core.signing.sign_in import note_first_sign_in, recovery_codes_left
from limen.conduct.staff import pending
from limen.conduct.staff.acting import BUSY, busy, lines, page
from limen.conduct.staff.door import UNTIL, WORKING_DAY, member_of, refuse_nul
from limen.errors import LimenError, ThrottledError

CODE, SET_UP, SET = (f"staff/second_factor/{name}.html" for name in ("code", "set_up", "set"))
View = Callable[[HttpRequest, StaffMember], HttpResponse]


def _after_the_password(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Let in whose password was right a moment ago; everybody else begins at the beginning."""

    @wraps(view)
    @never_cache
    @sensitive_post_parameters("code", "recovery")
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request: HttpRequest) -> HttpResponse:
        refuse_nul(request)
        if member_of(request) is not None:
            return redirect("staff:home")
        member = pending.pending_member(request)
        return redirect("staff:sign_in") if member is None else view(request, member)

    return guarded


@_after_the_password
def second_factor(request: HttpRequest, member: StaffMember) -> HttpResponse:
    """Ask for the code of now, or for a recovery code."""
    if factor.factor_of(member) is None:
        return redirect("staff:set_up_factor")
    if request.method != "POST":
        return page(request, CODE, _demonstrated(member))
    recovery = request.POST.get("recovery", "")
    try:
        signing.sign_in(member, code=request.POST.get("code", ""), recovery=recovery)
    except ThrottledError as error:
        return page(request, CODE, _demonstrated(member), errors=[busy(error)], status=BUSY)
    except LimenError as error:
        return page(request, CODE, _demonstrated(member), errors=lines(error))
    after = pending.after(request)
    let_in(request, member)
    if recovery.strip():
        messages.warning(request, _left(member))
    return _known(request, member, redirect(after))


@_after_the_password
def set_up_factor(request: HttpRequest, member: StaffMember) -> HttpResponse:
    """Show the picture that an app scans; a code confirms it; then recovery codes, once."""
    if factor.factor_of(member) is not None:
        return redirect("staff:second_factor")
    secret = pending.secret_to_set_up(request, member)
    shown: dict[str, object] = {"secret": _in_fours(secret), "picture": _picture(secret, member)}
    if settings.LIMEN_DEMONSTRATION:
        shown["working"] = factor.first_code(secret)
    if request.method != "POST":
        return page(request, SET_UP, shown)
    try:
        codes = factor.enrol(member, secret, request.POST.get("code", ""), by=Actor.staff(member))
    except LimenError as error:
        return page(request, SET_UP, shown, errors=lines(error))
    note_first_sign_in(member)
    after = pending.after(request)
    let_in(request, member)
    return _known(request, member, page(request, SET, {"codes": codes, "after": after}))


def let_in(request: HttpRequest, member: StaffMember) -> None:
    """Begin a session: a new key, and an end that nothing done in it moves."""
    logout(request)  # whatever the session held before belongs to nobody
    member = StaffMember.objects.get(pk=member.pk)  # with the second factor of now
    login(request, member, backend="django.contrib.auth.backends.ModelBackend")
    request.session[UNTIL] = (clock.now() + WORKING_DAY).isoformat()


def _known(request: HttpRequest, member: StaffMember, response: HttpResponse) -> HttpResponse:
    """Let the browser be known, so that no stranger's guesses keep its owner out."""
    response.set_cookie(
        throttle.KNOWN_COOKIE,
        throttle.known_token(member.name),
        max_age=throttle.KNOWN_AGE,
        path=reverse("staff:home"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _demonstrated(member: StaffMember) -> dict[str, factor.Working]:
    """Return the code that works, for the page of a demonstration; nothing anywhere else."""
    return {"working": factor.working_code(member)} if settings.LIMEN_DEMONSTRATION else {}


def _picture(secret: str, member: StaffMember) -> SafeString:
    study = str(Study.objects.select_related("version").get().protocol.id)  # neutral, and short
    address = totp.address_of(secret, name=member.name, study=study)
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=4, border=2, dark="#000", light="#fff"
    )
    return mark_safe(drawn)


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _left(member: StaffMember) -> str:
    left = recovery_codes_left(member)
    said = ngettext(
        "A recovery code was used; %(left)d is left.",
        "A recovery code was used; %(left)d are left.",
        left,
    ) % {"left": left}
    return said + " " + _("If the telephone is lost, have your second factor reset today.")
