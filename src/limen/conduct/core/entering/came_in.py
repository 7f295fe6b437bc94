"""What somebody has who came in: a device that is known, and a phrase to come back with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.utils.crypto import salted_hmac

from limen.conduct.core.actor import Actor
from limen.conduct.core.codes import new_token, token_hash
from limen.conduct.core.entering.phrase import lookup_hash, new_phrase
from limen.conduct.core.models import DeviceToken, Invitation, Participant, RecoveryPhrase
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError

Secret = TypeVar("Secret", Invitation, RecoveryPhrase)
AGAIN_WITHIN = timedelta(minutes=30)
TITLES = ("telephone", "tablet", "computer")  # what a device may be called


@dataclass(frozen=True)
class CameIn:
    """Who came in. `token` goes to the device, `phrase` is shown once; neither is stored.

    `others` is how many other devices of theirs are still known.
    """

    participant: Participant
    token: str
    phrase: str
    others: int


def refusal() -> ConductError:
    """Return the one answer to whatever does not let in: unknown, used, over, taken back."""
    return ConductError("This does not let anybody in: mistyped, used already, or too old.")


def token_for(secret: str, attempt: str) -> str:
    """Return the token for a device that comes in.

    It follows from the secret that was typed and from `attempt`, which the page holds that it was
    typed on. So the same page, sent twice because the answer got lost, gets the same token, and
    nobody else can. Without an attempt it is random.
    """
    if not attempt:
        return new_token()
    mac = salted_hmac("limen.device", f"{attempt}:{secret}", algorithm="sha256")
    return mac.hexdigest()


def is_the_same_page(
    participant: Participant, token: str, *, since: datetime, now: datetime
) -> bool:
    """Whether a secret that was spent was spent just now, by the page that sends it again."""
    known = DeviceToken.objects.filter(
        participant=participant, token_hash=token_hash(token), revoked_at=None
    )
    return now - since <= AGAIN_WITHIN and known.exists()


def spend(
    secret: Secret,
    event: str,
    lets_in: Callable[[Secret, str], bool],
    *,
    token: str,
    title: str,
    forget_other_devices: bool,
) -> CameIn:
    """Let somebody in for a code or a phrase: their device is known, and they get a new phrase.

    `refusal()` if the secret `lets_in` nobody by now: of two devices that send it, one comes in.
    """
    participant, phrase = secret.participant, new_phrase()
    row = hashed_phrase(participant, phrase)  # slow, so before anybody has to wait for us
    by = Actor.participant(participant)
    with recording(event, by=by, participant=participant) as record:
        stored = record.fresh(secret)
        if not lets_in(stored, token):
            raise refusal()
        if stored.used_at is None:
            stored.used_at = record.at
            record.change(stored, "used_at")
        know_device(record, participant, token, title=title)
        keep_phrase(record, row)
        if forget_other_devices:
            record.note("devices_revoked", forget_others(record, participant, token))
    return CameIn(participant, token, phrase, len(others_of(participant, token)))


def know_device(record: Record, participant: Participant, token: str, *, title: str) -> None:
    """Make a device known, inside another event; nothing if it is."""
    hashed = token_hash(token)
    if DeviceToken.objects.filter(token_hash=hashed).exists():
        return
    record.add(
        DeviceToken(
            participant=participant,
            token_hash=hashed,
            title=title if title in TITLES else "",
            made_at=record.at,
        )
    )


def hashed_phrase(participant: Participant, phrase: str) -> RecoveryPhrase:
    """Return the row of a phrase, not written yet. Slow on purpose: make it before `recording`."""
    return RecoveryPhrase(
        participant=participant, phrase_hash=make_password(phrase), lookup_hash=lookup_hash(phrase)
    )


def keep_phrase(record: Record, row: RecoveryPhrase) -> None:
    """Write a new phrase, and end the ones before, inside another event."""
    earlier = list(RecoveryPhrase.objects.filter(participant=row.participant, ended_at=None))
    for one in earlier:
        one.ended_at = record.at
    record.change_all(earlier, "ended_at")
    row.made_at = record.at
    record.add(row)


def others_of(participant: Participant, token: str) -> list[DeviceToken]:
    """Return the other devices of somebody that are known."""
    found = DeviceToken.objects.filter(
        participant=participant, purpose=DeviceToken.Purpose.DEVICE, revoked_at=None
    )
    return list(found.exclude(token_hash=token_hash(token)))


def forget_others(record: Record, participant: Participant, token: str) -> int:
    """Revoke all other devices, inside another event; return how many."""
    others = others_of(participant, token)
    for device in others:
        device.revoked_at = record.at
    record.change_all(others, "revoked_at")
    return len(others)
