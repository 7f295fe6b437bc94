"""Whose password was right, and whose second factor is still to come: for ten minutes.

Such a session opens no page of the team. It ends with the password that it began with.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from limen.conduct.core import clock
from limen.conduct.core.models import StaffMember
from limen.conduct.core.signing import totp
from limen.conduct.core.signing.factor import opened_secret, sealed_secret

TIME = timedelta(minutes=10)
_KEY = "staff_pending"


def begin(request: HttpRequest, member: StaffMember, *, after: str) -> None:
    """Remember in a new session whose password was right, and where they want to go."""
    logout(request)  # whatever the session held before belongs to nobody
    request.session[_KEY] = {
        "member": member.pk,
        "hash": member.get_session_auth_hash(),
        "until": (clock.now() + TIME).isoformat(),
        "after": after,
    }


def pending_member(request: HttpRequest) -> StaffMember | None:
    """Return whose second factor is awaited, or None: nobody's, or no longer."""
    kept = request.session.get(_KEY)
    if not kept or datetime.fromisoformat(kept["until"]) <= clock.now():
        return None
    member = StaffMember.objects.filter(pk=kept["member"], is_active=True).first()
    if member is None or not constant_time_compare(member.get_session_auth_hash(), kept["hash"]):
        return None
    return member


def after(request: HttpRequest) -> str:
    """Return where they want to go."""
    return str(request.session[_KEY]["after"])


def secret_to_set_up(request: HttpRequest, member: StaffMember) -> str:
    """Return the secret that is being set up: one per session, encrypted there too."""
    kept = request.session[_KEY]
    if "secret" not in kept:
        sealed = sealed_secret(member, totp.new_secret())
        request.session[_KEY] = {**kept, "secret": base64.b64encode(sealed).decode("ascii")}
    return opened_secret(member, base64.b64decode(request.session[_KEY]["secret"]))
