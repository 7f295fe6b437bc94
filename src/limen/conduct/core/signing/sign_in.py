"""A member of staff signs in, or out."""

from __future__ import annotations

from django.contrib.auth import authenticate

from limen.conduct.core import throttle
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import StaffMember
from limen.conduct.core.trail import recording


def sign_in(name: str, password: str, *, token: str = "") -> StaffMember | None:
    """Return who signs in with this name and password, or None; an entry says that they did.

    An unknown name, a wrong password and somebody who has left are one answer, and take as long.
    `token` is what a browser keeps on which somebody signed in before (`throttle.known_token`).
    `ThrottledError` after too many failures with this name. A second factor, where there is one,
    is asked for after this, and before the session counts as signed in.
    """
    key = throttle.staff_key(name, token)
    throttle.refuse_if_busy(key)
    member = authenticate(None, username=name.strip(), password=password)
    if not isinstance(member, StaffMember):
        throttle.failed(key)
        return None
    throttle.succeeded(key)
    with recording("staff.signed_in", by=Actor.staff(member)):
        return member


def note_sign_out(member: StaffMember) -> None:
    """Write that somebody signed out."""
    with recording("staff.signed_out", by=Actor.staff(member)):
        return
