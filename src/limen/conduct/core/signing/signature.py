"""Who signs shows once more who they are (21 CFR 11.200 asks for it)."""

from __future__ import annotations

from limen.conduct.core import throttle
from limen.conduct.core.models import StaffMember
from limen.conduct.core.signing.sign_in import note_locked_out
from limen.errors import ConductError


def confirm(member: StaffMember, password: str) -> None:
    """Return if this is the password of who is signed in; `ConductError` if it is not.

    Call it before the service that signs: it is slow on purpose. `ThrottledError` after too many
    failures; that somebody must wait is recorded.
    """
    key = f"signature:{member.pk}"
    throttle.refuse_if_busy(key)
    if not member.check_password(password):
        if throttle.failed(key):
            note_locked_out(member, "signature")
        raise ConductError("That is not your password, so nothing was signed. Enter it again.")
    throttle.succeeded(key)
