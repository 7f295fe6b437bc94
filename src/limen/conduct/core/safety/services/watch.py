"""What the worker does about alerts: calls people, and goes on to the next when nobody answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Q

from limen.conduct.core import clock
from limen.conduct.core.actor import WORKER
from limen.conduct.core.models import (
    Alert,
    AlertEvent,
    DosingHold,
    Membership,
    OutboxMessage,
    StaffMember,
)
from limen.conduct.core.safety.roster import on_duty
from limen.conduct.core.trail import Record, recording

CALL, READ_TODAY = "safety_call", "read_today"  # purposes of messages
EMAIL, PAGER = "email", "pager"  # channels
CALL_FOR, READ_FOR = timedelta(hours=12), timedelta(days=3)
Queue = Callable[[Record, Sequence[OutboxMessage]], None]
Row = TypeVar("Row", Alert, DosingHold)


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What a round did."""

    called: int = 0
    escalated: int = 0
    told: int = 0  # participants whose doses wait, or go on


@dataclass(frozen=True)
class _Called:
    member: StaffMember
    role: str  # blank: an investigator of the site, whom no roster names
    pager: str = ""


def keep_watch(queue: Queue) -> Watched:
    """Call people for alerts that are new, and the next ones where nobody acknowledged in time.

    Each alert is an event of its own, which looks again when it alone may write: two workers call
    once, and one that dies before the end has called nobody. A server that was down goes on with
    the step that is due, not with all those that it missed. `queue` puts messages into the outbox.
    """
    now = clock.now()
    waiting = Alert.objects.filter(state=Alert.State.OPEN)
    faults: list[Exception] = []
    late = waiting.filter(due_at__lte=now).order_by("due_at", "pk")
    escalated = _each(_escalate, late, queue, faults)
    new = waiting.filter(called_at=None).order_by("fired_at", "pk")
    called = _each(_call, new, queue, faults)
    untold = DosingHold.objects.filter(told_at=None, resumed_at=None) | DosingHold.objects.filter(
        resumed_at__isnull=False, resumed_told_at=None
    )
    told = _each(_tell, untold.order_by("pk"), queue, faults)
    if faults:
        raise faults[0]
    return Watched(called=called, escalated=escalated, told=told)


def tell_of_holds(queue: Queue) -> Watched:
    """Tell people whose doses wait that they do; nothing else, and nothing of alerts.

    What is left to do after the database lock, when somebody's blind is broken.
    """
    faults: list[Exception] = []
    untold = DosingHold.objects.filter(told_at=None, resumed_at=None)
    told = _each(_tell, untold.order_by("pk"), queue, faults)
    if faults:
        raise faults[0]
    return Watched(told=told)


def _each(
    act: Callable[[Row, Queue], bool], rows: Iterable[Row], queue: Queue, faults: list[Exception]
) -> int:
    """Act on each row, and return on how many; one that fails keeps nobody from being called."""
    done = 0
    for row in list(rows):
        try:
            done += act(row, queue)
        except Exception as error:  # the caller is told of it, when all others were seen to
            faults.append(error)
    return done


def _escalate(alert: Alert, queue: Queue) -> bool:
    with recording("alert.escalated", by=WORKER, participant=alert.participant) as record:
        stored = record.fresh(alert)
        is_late = stored.due_at is not None and stored.due_at <= record.at
        if stored.state != Alert.State.OPEN or not is_late:
            record.nothing_happened()
        stored.step += 1
        stored.due_at = record.at + _again()
        kind, role = AlertEvent.Kind.ESCALATED, stored.next_role or stored.responsible
        record.add(AlertEvent(alert=stored, kind=kind, at=record.at, step=stored.step, role=role))
        _call_people(record, stored, queue)
        return True
    return False


def _again() -> timedelta:
    return timedelta(minutes=settings.LIMEN_CALL_AGAIN_MINUTES)


def _call(alert: Alert, queue: Queue) -> bool:
    with recording("alert.called", by=WORKER, participant=alert.participant) as record:
        stored = record.fresh(alert)
        if stored.state != Alert.State.OPEN or stored.called_at is not None:
            record.nothing_happened()
        _call_people(record, stored, queue)
        return True
    return False


def _call_people(record: Record, alert: Alert, queue: Queue) -> None:
    people, missing = _people(alert, record.at)
    events = [
        AlertEvent(
            alert=alert, kind=AlertEvent.Kind.NOBODY, at=record.at, step=alert.step, role=role
        )
        for role in missing
    ]
    if not people and not missing:  # an alert of the investigators, at a site without any
        kind = AlertEvent.Kind.NOBODY
        events.append(AlertEvent(alert=alert, kind=kind, at=record.at, step=alert.step))
    events += [
        AlertEvent(
            alert=alert,
            kind=AlertEvent.Kind.CALLED,
            at=record.at,
            step=alert.step,
            role=one.role,
            member=one.member,
        )
        for one in people
    ]
    record.add_all(events)
    queue(record, [message for one in people for message in _messages(alert, one, record.at)])
    alert.called_at = record.at
    if alert.deadline is None:  # once is enough, if it was somebody
        alert.due_at = None if people else record.at + _again()
    record.change(alert, "step", "due_at", "called_at")
    record.note("alert", alert.pk)
    record.note("step", alert.step)


def _people(alert: Alert, now: datetime) -> tuple[list[_Called], list[str]]:
    """Return whom to call for the present step, and the roles for which nobody is on call.

    First who is on call for the rule's role; if nobody is, or does not answer in time, the next
    role's too; and the investigators of the site where the roster names nobody, or from the second
    reminder on.
    """
    first, then = alert.responsible, alert.next_role
    site = alert.participant.site
    roles = [role for role in (first, then if alert.step else "") if role]
    found = on_duty(site, roles, now)
    missing = [role for role in roles if role not in {duty.role for duty in found}]
    if first in missing and not alert.step and then:
        found = on_duty(site, [then], now)
        missing += [] if found else [then]
    called: dict[int, _Called] = {}
    for duty in sorted(found, key=lambda one: not one.pager):  # of several duties, one with a pager
        called.setdefault(duty.member_id, _Called(duty.member, duty.role, duty.pager))
    if not called or alert.step > 1:
        for member in _investigators(alert):
            called.setdefault(member.pk, _Called(member, ""))
    return list(called.values()), missing


def _investigators(alert: Alert) -> list[StaffMember]:
    held = Membership.objects.filter(
        site=alert.participant.site_id, role=Membership.Role.INVESTIGATOR, ended_at=None
    )
    members = StaffMember.objects.filter(Q(pk__in=held.values("member")), is_active=True)
    return list(members.order_by("pk"))


def _messages(alert: Alert, called: _Called, now: datetime) -> list[OutboxMessage]:
    return [
        OutboxMessage(
            participant=alert.participant,
            member=called.member,
            alert=alert,
            channel=channel,
            purpose=CALL,
            idempotency_key=f"{CALL}:{alert.pk}:{alert.step}:{called.member.pk}:{channel}",
            due_at=now,
            window_end=now + CALL_FOR,
            made_at=now,
        )
        for channel in (EMAIL, *((PAGER,) if called.pager else ()))
    ]


def _tell(hold: DosingHold, queue: Queue) -> bool:
    """Queue the message that asks the participant to read on their page what holds now."""
    with recording("dosing.told", by=WORKER, participant=hold.participant) as record:
        stored = record.fresh(hold)
        column = "told_at" if stored.resumed_at is None else "resumed_told_at"
        if getattr(stored, column) is not None:
            record.nothing_happened()
        setattr(stored, column, record.at)
        record.change(stored, column)
        message = OutboxMessage(
            participant=stored.participant,
            channel=EMAIL,
            purpose=READ_TODAY,
            idempotency_key=f"{READ_TODAY}:{stored.pk}:{column}",
            due_at=record.at,
            window_end=record.at + READ_FOR,
            made_at=record.at,
        )
        queue(record, [message])
        return True
    return False
