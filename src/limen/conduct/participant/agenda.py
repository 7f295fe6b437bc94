"""What is due for a participant now, what is done today, and what comes next: for one page.

States come from the clock (`as_of`), never from the column alone. Nothing here counts doses or
moods, and nothing shows a trend.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from limen.conduct.core import screening
from limen.conduct.core.models import (
    Occasion,
    Participant,
    ParticipationEvent,
    ProtocolVersion,
    Submission,
)
from limen.conduct.core.occasions import Occasion as AsOf
from limen.conduct.core.occasions import State
from limen.conduct.core.occasions.named import title_of
from limen.conduct.core.occasions.services import as_of
from limen.conduct.participant.dose import Dose, dose_of
from limen.conduct.participant.times import local

_AHEAD = timedelta(days=8)
_MOST_TO_COME = 4
_BY_STAFF_ONLY = (Participant.Status.COMPLETED, Participant.Status.LOST)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An occasion on the page; `occasion` is as it is now."""

    title: str
    occasion: AsOf
    received_at: datetime | None = None

    @property
    def identifier(self) -> str:
        """Its name in addresses."""
        return self.occasion.id

    @property
    def is_overdue(self) -> bool:
        """Whether it was begun and not sent by the end: it can still be finished."""
        return self.occasion.state == State.EXPIRED


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """A participant's page Today; `standing` says why nothing is due, where there is a reason.

    `asks_screening`: questions of the screening wait for an answer, whatever else is due.
    `standing` is one of `screening`, `waiting`, `before_start`, `paused`, `finished`,
    `ineligible`, or blank.
    """

    now: datetime
    today: date
    zone: str
    standing: str = ""
    asks_screening: bool = False
    begins: date | None = None
    pause_ends: datetime | None = None
    due: tuple[Entry, ...] = ()
    done: tuple[Entry, ...] = ()
    closed: tuple[Entry, ...] = ()
    coming: tuple[Entry, ...] = ()
    sent: tuple[Submission, ...] = ()  # today, outside of any occasion
    dose: Dose | None = None


def agenda(participant: Participant, now: datetime) -> Agenda:
    """Return what the page Today shows at a moment; a handful of queries, whatever was before."""
    zone = participant.zone
    today = local(now, zone).date()
    midnight = datetime.combine(today, time(), ZoneInfo(zone))
    rows = _rows(participant, now, midnight)
    sent = tuple(
        Submission.objects.filter(participant=participant, received_at__gte=midnight)
        .select_related("occasion")
        .order_by("received_at")
    )
    titles = _titles(participant, rows)
    entries = [_entry(row, titles[row.pk], now, sent) for row in rows]
    standing = _standing(participant, entries, now)
    return Agenda(
        now=now,
        today=today,
        zone=zone,
        standing=standing,
        asks_screening=_asks_screening(participant),
        begins=_begins(participant, entries, today) if standing == "before_start" else None,
        pause_ends=_pause_ends(participant) if standing == "paused" else None,
        due=tuple(_due(entries)),
        done=tuple(one for one in entries if _was_sent(one, sent)),
        closed=tuple(_closed(entries, midnight, now)),
        coming=tuple(one for one in entries if one.occasion.state == State.PLANNED)[:_MOST_TO_COME],
        sent=tuple(one for one in sent if one.occasion_id is None),
        dose=dose_of(participant, today),
    )


def entry(participant: Participant, row: Occasion, now: datetime) -> Entry:
    """Return one occasion as it is now, with its title."""
    return Entry(title=_titles(participant, [row])[row.pk], occasion=as_of(row, now))


def own_occasions(participant: Participant) -> QuerySet[Occasion]:
    """Return the occasions that the participant answers, not those of raters."""
    return Occasion.objects.filter(participant=participant, respondent="participant")


def _rows(participant: Participant, now: datetime, midnight: datetime) -> list[Occasion]:
    """Return what might matter today or in the next days, in order; by the participant's index."""
    near = own_occasions(participant).filter(opens_at__lt=now + _AHEAD)
    recent = near.filter(grace_ends_at__gte=midnight) | near.filter(submitted_at__gte=midnight)
    rows = list(recent.order_by("opens_at", "id"))
    if any(row.opens_at > now for row in rows):
        return rows
    later = own_occasions(participant).filter(opens_at__gte=now + _AHEAD, state=State.PLANNED)
    return [*rows, *later.order_by("opens_at", "id")[:1]]


def _entry(row: Occasion, title: str, now: datetime, sent: Sequence[Submission]) -> Entry:
    received = [one.received_at for one in sent if one.occasion_id == row.pk and one.final]
    return Entry(
        title=title,
        occasion=as_of(row, now),
        received_at=max(received, default=row.submitted_at),
    )


def _titles(participant: Participant, rows: Sequence[Occasion]) -> dict[int, str]:
    """Return the protocol's names of occasions, each of the version it was made under."""
    versions = {participant.version_id: participant.version}
    earlier = {row.made_under_id for row in rows} - versions.keys()
    if earlier:
        versions |= ProtocolVersion.objects.in_bulk(earlier)
    return {row.pk: title_of(versions[row.made_under_id].protocol, row.definition) for row in rows}


def _due(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Give what can be answered now, soonest end first; then what was begun and not sent."""
    on = [one for one in entries if one.occasion.state in (State.OPEN, State.STARTED)]
    yield from sorted(on, key=lambda one: one.occasion.window.closes)
    yield from (one for one in entries if one.is_overdue)


def _was_sent(one: Entry, sent: Sequence[Submission]) -> bool:
    today = {row.occasion.identifier for row in sent if row.occasion is not None}
    return one.occasion.state == State.SUBMITTED and one.identifier in today


def _closed(entries: Sequence[Entry], midnight: datetime, now: datetime) -> Iterator[Entry]:
    for one in entries:
        if one.occasion.state == State.MISSED and midnight <= one.occasion.window.ends <= now:
            yield one


def _standing(participant: Participant, entries: Sequence[Entry], now: datetime) -> str:
    status = participant.status
    if status == Participant.Status.INELIGIBLE:
        return "ineligible"
    if participant.started_on is None:
        screening = (Participant.Status.INVITED, Participant.Status.CONSENTED)
        return "screening" if status in screening else "waiting"
    if participant.paused_since is not None:
        return "paused"
    if status in _BY_STAFF_ONLY:
        return "finished"
    if any(one.occasion.is_unfinished for one in entries):
        is_before = all(one.occasion.state == State.PLANNED for one in entries)
        began = is_before and own_occasions(participant).filter(opens_at__lte=now).exists()
        return "before_start" if is_before and not began else ""
    return "" if any(one.is_overdue for one in entries) else "finished"


def _asks_screening(participant: Participant) -> bool:
    """Whether the participant has questions of the screening still to answer."""
    if participant.status != Participant.Status.CONSENTED:
        return False
    return bool(screening.unanswered(participant, screening.own_questions(participant)))


def _begins(participant: Participant, entries: Sequence[Entry], today: date) -> date | None:
    """Return the local date on which the first thing is due."""
    found = [local(one.occasion.window.opens, participant.zone).date() for one in entries]
    return min(found, default=participant.started_on)


def _pause_ends(participant: Participant) -> datetime | None:
    last = ParticipationEvent.objects.filter(participant=participant, kind="paused")
    return last.order_by("-id").values_list("until", flat=True).first()
