"""A participant comes back with their recovery phrase."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password

from limen.conduct.core import clock
from limen.conduct.core.entering.came_in import (
    CameIn,
    is_the_same_page,
    refusal,
    spend,
    token_for,
)
from limen.conduct.core.entering.phrase import lookup_hash, read_phrase
from limen.conduct.core.models import RecoveryPhrase
from limen.conduct.core.throttle import failed, refuse_if_busy, succeeded

_EVENT = "participant.came_back"


def come_back(
    phrase: str, *, title: str = "", attempt: str = "", forget_other_devices: bool = False
) -> CameIn:
    """Make a device known to somebody who knows their phrase; it ends, and they get a new one.

    The page that spent a phrase may send it again within half an hour (same `attempt`).
    `ConductError`, always the same, if it lets nobody in; `ThrottledError` after many failures.
    """
    typed = read_phrase(phrase)
    found_by = lookup_hash(typed)
    key = f"phrase:{typed.partition(' ')[0]}"
    refuse_if_busy(key)
    token = token_for(found_by, attempt)
    stored = RecoveryPhrase.objects.filter(lookup_hash=found_by).first() if typed else None
    if (
        stored is None
        or not _lets_in(stored, token)
        or not check_password(typed, stored.phrase_hash)
    ):
        failed(key)
        raise refusal()
    came = spend(
        stored,
        _EVENT,
        _lets_in,
        token=token,
        title=title,
        forget_other_devices=forget_other_devices,
    )
    succeeded(key)
    return came


def _lets_in(phrase: RecoveryPhrase, token: str) -> bool:
    if phrase.used_at is not None:
        return is_the_same_page(phrase.participant, token, since=phrase.used_at, now=clock.now())
    return phrase.ended_at is None
