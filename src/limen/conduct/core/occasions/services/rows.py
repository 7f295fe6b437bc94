"""Between a row of the database and the occasion that decisions are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from limen.calendar import AssessmentWindow
from limen.conduct.core import models
from limen.conduct.core.occasions.decide import Decision, decide
from limen.conduct.core.occasions.events import Clock, Event
from limen.conduct.core.occasions.occasion import Follows, Occasion
from limen.conduct.core.occasions.state import Reason, State
from limen.conduct.core.trail import Record
from limen.protocol.document.measurement import Window

Opened: TypeAlias = Callable[[Record, Sequence[models.Occasion]], None]
"""Called with rows that have just opened, inside the same transaction: to queue reminders.

An occasion that has opened never moves any more, so what is queued then never needs to be.
"""

WINDOW = ("zone", "opens_local", "closes_local", "grace_ends_local",
          "opens_at", "closes_at", "grace_ends_at")  # fmt: skip
STATE = ("state", "state_reason", "started_at", "submitted_at", "ended_at", "late")
_STILL_ON = (State.OPEN, State.STARTED)


def no_reminders(record: Record, rows: Sequence[models.Occasion]) -> None:
    """Queue nothing: for tests, and studies that do not remind."""


def read(row: models.Occasion, *, follows: Follows = "participant") -> Occasion:
    """Return the occasion of a row; `follows` matters to changes of zone only."""
    return Occasion(
        id=row.identifier,
        window=AssessmentWindow(
            zone=row.zone,
            opens_local=row.opens_local,
            closes_local=row.closes_local,
            opens=row.opens_at,
            closes=row.closes_at,
            grace_ends=row.grace_ends_at,
            late=row.late_rule,
        ),
        follows=follows,
        state=State(row.state),
        reason=Reason(row.state_reason),
        started_at=row.started_at,
        submitted_at=row.submitted_at,
        late=row.late if row.state == State.SUBMITTED else None,
    )


def as_of(row: models.Occasion, now: datetime) -> Occasion:
    """Return the occasion as it is at a moment, whether or not the worker has come by: for pages.

    Nothing is written.
    """
    return decide(read(row), Clock(), now).occasion


def fill(row: models.Occasion, occasion: Occasion, now: datetime) -> None:
    """Put an occasion into a row. What the clock ended, ended when the clock said so."""
    fill_window(row, occasion.window)
    ended = {
        State.EXPIRED: occasion.window.ends,
        State.MISSED: occasion.window.ends,
        State.CANCELLED: now,
    }
    if row.state != occasion.state:
        row.ended_at = ended.get(occasion.state)
    row.state, row.state_reason = occasion.state.value, occasion.reason.value
    row.started_at, row.submitted_at = occasion.started_at, occasion.submitted_at
    row.late = bool(occasion.late)


def fill_window(row: models.Occasion, window: AssessmentWindow) -> None:
    """Put a window into a row: wall times, zone, and moments."""
    row.zone, row.late_rule = window.zone, window.late
    row.opens_local, row.closes_local = window.opens_local, window.closes_local
    grace_ends = window.grace_ends.astimezone(ZoneInfo(window.zone))
    row.grace_ends_local = grace_ends.replace(tzinfo=None)
    row.opens_at, row.closes_at = window.opens, window.closes
    row.grace_ends_at = window.grace_ends


def happens(
    record: Record, row: models.Occasion, event: Event, *, opened: Opened = no_reminders
) -> Decision:
    """Decide an event for a row and write what it changed; the row must be fresh."""
    before = read(row)
    decision = decide(before, event, record.at)
    if decision.occasion != before:
        fill(row, decision.occasion, record.at)
        record.change(row, *WINDOW, *STATE)
        hush([row], record.at)
        if before.state in (State.PLANNED, State.CANCELLED) and row.state in _STILL_ON:
            opened(record, [row])
    return decision


def happens_to_all(
    record: Record,
    participant: models.Participant,
    event: Event,
    *,
    opened: Opened = no_reminders,
) -> list[models.Occasion]:
    """Decide an event for all of a participant's occasions; return the rows that it changed.

    What only the clock would change is left to the worker, which also queues the reminders.
    """
    changed, on = [], []
    for row, before in _unfinished(participant):
        after = decide(before, event, record.at).occasion
        if after == decide(before, Clock(), record.at).occasion:
            continue
        fill(row, after, record.at)
        changed.append(row)
        if after.state in _STILL_ON:
            on.append(row)
    record.change_all(changed, *WINDOW, *STATE)
    hush(changed, record.at)
    if on:
        opened(record, on)
    return changed


def hush(rows: Sequence[models.Occasion], at: datetime) -> None:
    """Cancel messages that wait for occasions which were sent or cancelled: no reminder of those.

    The queue is no part of the record, so this needs no entry.
    """
    done = [row.pk for row in rows if row.state in (State.SUBMITTED, State.CANCELLED)]
    if done:
        message = models.OutboxMessage
        waiting = message.objects.filter(occasion__in=done, state=message.State.WAITING)
        waiting.update(state=message.State.CANCELLED, settled_at=at)


def hush_person(participant: models.Participant, at: datetime) -> None:
    """Cancel messages that wait for somebody; those to staff about them stay."""
    message = models.OutboxMessage
    waiting = message.objects.filter(
        participant=participant, member=None, state=message.State.WAITING
    )
    waiting.update(state=message.State.CANCELLED, settled_at=at)


def _unfinished(participant: models.Participant) -> Iterable[tuple[models.Occasion, Occasion]]:
    """Return the rows that an event could still change, each with its occasion."""
    states = (State.PLANNED, State.OPEN, State.STARTED, State.CANCELLED)
    rows = models.Occasion.objects.filter(participant=participant, state__in=states)
    versions = models.ProtocolVersion.objects.in_bulk(
        set(rows.order_by().values_list("made_under", flat=True))
    )
    for row in rows:
        window = versions[row.made_under_id].protocol.occasion(row.definition).window
        site = isinstance(window, Window) and window.time_zone == "site"
        yield row, read(row, follows="site" if site else "participant")
