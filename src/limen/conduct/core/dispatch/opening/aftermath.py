"""What follows a broken blind: doses stop where the protocol says so, and the team is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from limen.conduct.core.dispatch.opening.emergency import emergency_of
from limen.conduct.core.dispatch.opening.told import TOLD
from limen.conduct.core.messages.plan import queue
from limen.conduct.core.models import (
    DosingHold,
    Membership,
    OutboxMessage,
    Participant,
    StaffMember,
)
from limen.conduct.core.participation.discontinue import note_discontinued
from limen.conduct.core.safety import on_duty, standing_holds
from limen.conduct.core.trail import Record
from limen.protocol import listed

_TOLD_FOR = timedelta(days=3)
_TELLS = (Membership.Role.COORDINATOR, Membership.Role.INVESTIGATOR)


def follow_up(record: Record, participant: Participant, member: StaffMember) -> str:
    """Stop doses if the protocol says so, and queue a message to the team; `stops`, `continues`.

    A hold tells the participant to take no further dose; that no dose follows is a fact of the
    dataset. Both are written in the transaction of the record.
    """
    emergency = emergency_of(participant.version.protocol)
    dosing = str(emergency.dosing_after) if emergency is not None else "continues"
    if dosing == "stops":
        if not standing_holds(participant).filter(for_good=True).exists():
            record.add(
                DosingHold(participant=participant, held_by=member, for_good=True, since=record.at)
            )
        note_discontinued(record, participant, reason="investigator_decision")
    people = told_of(participant, record.at, but=member)
    queue(record, [_message(participant, one, record) for one in people])
    record.note("told", sorted(one.name for one in people))
    return dosing


def told_of(
    participant: Participant, now: datetime, *, but: StaffMember | None = None
) -> list[StaffMember]:
    """Return who is told that a blind was broken: the site's team, and who is on call for it."""
    emergency = emergency_of(participant.version.protocol)
    roles = map(str, listed(emergency.told)) if emergency is not None else ()
    held = Membership.objects.filter(
        site=participant.site, role__in=_TELLS, ended_at=None, member__is_active=True
    )
    keys = set(held.values_list("member", flat=True))
    keys |= {one.member_id for one in on_duty(participant.site, roles, now)}
    keys -= {but.pk} if but is not None else set()
    return list(StaffMember.objects.filter(pk__in=keys).order_by("name"))


def _message(participant: Participant, member: StaffMember, record: Record) -> OutboxMessage:
    return OutboxMessage(
        participant=participant,
        member=member,
        channel="email",
        purpose=TOLD,
        idempotency_key=f"{TOLD}:{record.number}:{member.pk}",
        due_at=record.at,
        window_end=record.at + _TOLD_FOR,
        made_at=record.at,
    )
