"""Reads what decides on a message."""

from __future__ import annotations

from datetime import datetime

from limen.conduct.core.messages.decide import Facts
from limen.conduct.core.messages.mailer import mail_leaves
from limen.conduct.core.messages.pager import pages_leave
from limen.conduct.core.messages.plan import REMINDER
from limen.conduct.core.messages.state import State
from limen.conduct.core.models import (
    Alert,
    ContactDetail,
    OutboxMessage,
    Participant,
    ParticipantKey,
)
from limen.conduct.core.occasions import State as OccasionState
from limen.conduct.core.occasions.services import as_of

EMAIL, PUSH, PAGER = "email", "push", "pager"
CONFIRM = "confirm_address"
_ON = (OccasionState.OPEN, OccasionState.STARTED)


def carrier(channel: str) -> str | None:
    """Return by what means this version serves a channel, or None: it cannot yet.

    Whoever wants reminders by e-mail gets by e-mail what the protocol plans as a push notification:
    the same words, at the same moment. Text messages and calls are other promises (and a call a
    person's work), so nothing takes their place.
    """
    return EMAIL if channel in (EMAIL, PUSH) else None


def facts_of(message: OutboxMessage, now: datetime) -> Facts:
    """Return the facts of a message; it and what belongs to it must be fresh."""
    participant, occasion = message.participant, message.occasion
    if message.member_id is not None or participant is None:
        return _of_a_call(message)
    there = as_of(occasion, now) if occasion is not None else None
    return Facts(
        reminds=message.purpose == REMINDER,
        due_at=message.due_at,
        window_end=message.window_end,
        left=participant.has_left,
        erased=_erased(participant),
        paused=participant.paused_since is not None,
        occasion_is_on=there is None or there.state in _ON,
        begun_at=there.started_at if there is not None else None,
        later_is_due=_later_is_due(message, now),
        unreachable=unreachable(message),
    )


def unreachable(message: OutboxMessage) -> str:
    """Return why this version has no way to a message's person; empty if it has one."""
    if carrier(message.channel) is None:
        return f"this version sends nothing by {message.channel}"
    if message.occasion is not None and message.occasion.respondent != "participant":
        return "staff answer this occasion"
    if not mail_leaves():
        return "no mail server is set"
    contact = ContactDetail.objects.filter(
        participant=message.participant_id, kind=ContactDetail.Kind.EMAIL
    ).first()
    if contact is None or not contact.ciphertext:
        return "no e-mail address"
    if contact.confirmed_at is None and message.purpose != CONFIRM:
        return "the e-mail address is not confirmed"
    return ""


def _of_a_call(message: OutboxMessage) -> Facts:
    """Return the facts of a message to staff: whom it is about may have left, or been erased."""
    alert, member = message.alert, message.member
    answered = alert is not None and alert.state != Alert.State.OPEN
    lacking = ""
    if member is None or not member.is_active:
        lacking = "works here no more"
    elif message.channel == PAGER:
        lacking = "" if pages_leave() else "no pager is set"
    elif not mail_leaves():
        lacking = "no mail server is set"
    elif not member.email:
        lacking = "no e-mail address"
    return Facts(
        reminds=False,
        due_at=message.due_at,
        window_end=message.window_end,
        unreachable=lacking,
        settled="somebody has acknowledged" if answered else "",
    )


def _erased(participant: Participant) -> bool:
    keys = ParticipantKey.objects.filter(participant=participant)
    return not keys.filter(destroyed_at=None).exists()


def _later_is_due(message: OutboxMessage, now: datetime) -> bool:
    if message.occasion is None:
        return False
    others = OutboxMessage.objects.filter(
        occasion=message.occasion, state=State.WAITING.value, due_at__lte=now, purpose=REMINDER
    ).exclude(pk=message.pk)
    mine = (message.due_at, message.pk)
    return any(
        (other.due_at, other.pk) > mine and carrier(other.channel) == carrier(message.channel)
        for other in others
    )
