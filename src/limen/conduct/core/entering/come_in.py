"""A participant comes in with a code."""

from __future__ import annotations

from limen.conduct.core import clock
from limen.conduct.core.codes import code_hash
from limen.conduct.core.entering.came_in import (
    CameIn,
    is_the_same_page,
    refusal,
    spend,
    token_for,
)
from limen.conduct.core.models import Invitation
from limen.conduct.core.throttle import failed, refuse_if_busy, succeeded

_EVENT = "participant.came_in"


def come_in(
    code: str, *, title: str = "", attempt: str = "", forget_other_devices: bool = False
) -> CameIn:
    """Spend an invitation: make a device known, and a recovery phrase.

    The first code of somebody new, and one that the study team gave to somebody who is in the study
    and lost everything, work alike. A code is spent once, also if two devices send it at once; but
    the page that spent it may send it again within half an hour (same `attempt`), because the
    answer may have been lost on its way.

    `ConductError`, always the same, if it lets nobody in; `ThrottledError` after many failures.
    """
    key = f"code:{code.strip().upper()[:4]}"
    refuse_if_busy(key)
    hashed = code_hash(code)
    token = token_for(hashed, attempt)
    invitation = Invitation.objects.filter(code_hash=hashed).first()
    if invitation is None or not _lets_in(invitation, token):
        failed(key)
        raise refusal()
    came = spend(
        invitation,
        _EVENT,
        _lets_in,
        token=token,
        title=title,
        forget_other_devices=forget_other_devices,
    )
    succeeded(key)
    return came


def _lets_in(invitation: Invitation, token: str) -> bool:
    now = clock.now()
    if invitation.revoked_at is not None or invitation.expires_at <= now:
        return False
    if invitation.used_at is None:
        return True
    return is_the_same_page(invitation.participant, token, since=invitation.used_at, now=now)
