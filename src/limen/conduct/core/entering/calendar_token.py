"""A participant's calendar gets an address of its own, or loses it."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.codes import new_token, token_hash
from limen.conduct.core.models import DeviceToken, Participant
from limen.conduct.core.trail import NothingToDo, Record, recording

_CALENDAR = DeviceToken.Purpose.CALENDAR


def calendar_token(participant: Participant, *, by: Actor) -> str:
    """Return a new token that reads the calendar and nothing else; the one before ends."""
    token = new_token()
    with recording("calendar.offered", by=by, participant=participant) as record:
        _end(record, participant)
        record.add(
            DeviceToken(
                participant=participant,
                token_hash=token_hash(token),
                purpose=_CALENDAR,
                made_at=record.at,
            )
        )
    return token


def end_calendar(participant: Participant, *, by: Actor) -> bool:
    """End the calendar's address; False if there was none."""
    with recording("calendar.ended", by=by, participant=participant) as record:
        if not calendar_of(participant):
            raise NothingToDo
        _end(record, participant)
        return True
    return False


def calendar_of(participant: Participant) -> list[DeviceToken]:
    """Return the tokens that read somebody's calendar now: one, or none."""
    found = DeviceToken.objects.filter(participant=participant, purpose=_CALENDAR, revoked_at=None)
    return list(found)


def _end(record: Record, participant: Participant) -> None:
    there = calendar_of(participant)
    for token in there:
        token.revoked_at = record.at
    record.change_all(there, "revoked_at")
