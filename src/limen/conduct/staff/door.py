"""Who comes in at the study team's pages: signed in, with a role, for a working day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from limen.conduct.core import access, clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Membership, StaffMember

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

WORKING_DAY = timedelta(hours=8)
_ROLES = "staff_roles"
UNTIL = "staff_until"  # in the session: when it ends, whatever was done in it


def for_staff(*roles: str) -> Callable[[View[P]], View[P]]:
    """Let in who is signed in and holds one of these roles at some site; without roles: any.

    Nobody is sent to sign in and comes back to the page; a role too little is 403. Whether a page
    about one person may be seen is asked of `access` besides, and there a stranger gets 404.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        @never_cache
        def guarded(request: HttpRequest, /, *args: P.args, **named: P.kwargs) -> HttpResponseBase:
            refuse_nul(request)
            member = member_of(request)
            if member is None:
                return _to_sign_in(request)
            if not roles_of(request) & set(roles or access.Role.values):
                raise PermissionDenied
            return view(request, *args, **named)

        return guarded

    return decorate


def member_of(request: HttpRequest) -> StaffMember | None:
    """Return who is signed in, or None: nobody, not active, or the working day is over.

    The one place that says what signed in means. Only `let_in` writes when the day ends, and it
    comes after both factors; the session's own hash ends with either of them.
    """
    member = request.user
    if not isinstance(member, StaffMember) or not member.is_active:
        return None
    until = request.session.get(UNTIL, "")
    if not until or datetime.fromisoformat(until) <= clock.now():
        return None
    return member


def roles_of(request: HttpRequest) -> frozenset[str]:
    """Return the roles that who is signed in holds now, at any site; read once per request."""
    held: frozenset[str] | None = getattr(request, _ROLES, None)
    if held is None:
        member = member_of(request)
        memberships = Membership.objects.filter(member=member, ended_at=None)
        held = frozenset(memberships.values_list("role", flat=True) if member else ())
        setattr(request, _ROLES, held)
    return held


def signed_in(request: HttpRequest) -> StaffMember:
    """Return who is signed in, behind `for_staff`."""
    member = member_of(request)
    if member is None:
        raise PermissionDenied
    return member


def actor(request: HttpRequest) -> Actor:
    """Return who acts, as services take it."""
    return Actor.staff(signed_in(request))


def refuse_nul(request: HttpRequest) -> None:
    """Refuse the one letter that no browser sends and PostgreSQL cannot store: 400."""
    fields = [*request.GET.lists(), *request.POST.lists()]
    texts = [request.path, *(text for name, values in fields for text in (name, *values))]
    if any("\x00" in str(text) for text in texts):
        raise BadRequest


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    address = reverse("staff:sign_in")
    if request.method == "GET" and request.path != reverse("staff:home"):
        address += "?" + urlencode({"next": request.get_full_path()})
    return redirect(address)
