"""What the worker does about approvals: writes to people in time, and enrols who waited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from limen.conduct.core import access, clock
from limen.conduct.core.actor import WORKER
from limen.conduct.core.approvals.lapsing import WARN_DAYS, Lapsing, lapsing_soon
from limen.conduct.core.approvals.services.records import KEEPERS
from limen.conduct.core.models import OutboxMessage, Site, StaffMember, Study
from limen.conduct.core.trail import Record, recording

LAPSES: Final = "approval_lapses"  # purpose of messages
STAGES = (WARN_DAYS, 7)  # days ahead
Queue = Callable[[Record, Sequence[OutboxMessage]], None]


def warn_of_lapses(queue: Queue) -> int:
    """Write to investigators and administrators of sites where an approval lapses; return how many.

    Once to each of them 30 days ahead, and once more 7 days ahead; a stage that was missed because
    the server was down, or the letter came late, is left out for the next. Several workers write
    once: the keys of the messages are looked at again when one alone may write. `queue` puts
    messages into the outbox.
    """
    study = Study.objects.select_related("version").first()
    if study is None or study.opened_at is None:
        return 0
    found = lapsing_soon(Site.objects.all(), clock.now(), protocol=study.protocol)
    return sum(_warn(one, queue) for one in found)


def _warn(lapsing: Lapsing, queue: Queue) -> int:
    if not _unwritten(lapsing):
        return 0
    with recording("approvals.warned", by=WORKER) as record:
        people = _unwritten(lapsing)
        if not people:
            record.nothing_happened()
        queue(record, [_message(lapsing, one, record) for one in people])
        record.note("site", lapsing.site.identifier)
        record.note("approval", lapsing.approval)
        record.note("last_day", lapsing.last_day.isoformat())
        record.note("told", sorted(one.name for one in people))
        return len(people)
    return 0


def _unwritten(lapsing: Lapsing) -> list[StaffMember]:
    """Return who of the site was not written to at this stage."""
    members = access.staff_at([lapsing.site], *KEEPERS)
    keys = {_key(lapsing, one): one for one in members}
    there = OutboxMessage.objects.filter(idempotency_key__in=list(keys))
    for key in there.values_list("idempotency_key", flat=True):
        keys.pop(key, None)
    return list(keys.values())


def _key(lapsing: Lapsing, member: StaffMember) -> str:
    stage = min(days for days in STAGES if lapsing.days_left <= days)
    day = lapsing.last_day.isoformat()
    return f"{LAPSES}:{lapsing.site.pk}:{lapsing.approval}:{day}:{stage}:{member.pk}"


def _message(lapsing: Lapsing, member: StaffMember, record: Record) -> OutboxMessage:
    return OutboxMessage(
        site=lapsing.site,
        member=member,
        channel="email",
        purpose=LAPSES,
        idempotency_key=_key(lapsing, member),
        due_at=record.at,
        window_end=max(lapsing.lapses_at, record.at + timedelta(hours=1)),
        made_at=record.at,
    )
