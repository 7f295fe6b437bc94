"""The safety inbox: what waits for whom until when, and who is on call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from limen.conduct.core import access, clock
from limen.conduct.core.models import Alert, Duty, MessageEvent, Site, StaffMember, Study
from limen.conduct.core.safety import (
    Gap,
    alerts_of,
    gaps,
    may_act,
    on_duty,
    role_title,
    roles_of,
    title_of,
)
from limen.conduct.core.safety.roster import duties
from limen.conduct.staff.hidden import hidden_from, unseen_people
from limen.conduct.staff.moments import zone_of
from limen.conduct.staff.person.events import words_of
from limen.conduct.staff.safety.words import OUTCOMES, STORY
from limen.conduct.staff.words import CHANNELS, EVIDENCE
from limen.protocol import Protocol

AHEAD = timedelta(days=14)  # how far gaps of the roster are looked for
_CLOSED = 20


@dataclass(frozen=True, kw_only=True)
class Row:
    """An alert of the inbox; `left` says how long there is, or by how much it is overdue."""

    alert: Alert
    title: str
    role: str
    zone: str
    overdue: bool
    left: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """A line of an alert's story; `calls` is what became of the messages of a call."""

    at: datetime
    what: Any
    who: str
    words: str | None  # None: erased
    outcome: Any
    calls: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Post:
    """A role at a site: who is on call now, who comes next, and when nobody is."""

    site: Site
    zone: str
    role: str
    title: str
    now: tuple[Duty, ...]
    coming: tuple[Duty, ...]
    gaps: tuple[Gap, ...]


def sees(member: StaffMember, alert: Alert) -> bool:
    """Whether somebody may know of an alert: not who is blinded to events, unless they must act."""
    if "adverse_events" not in hidden_from(member, alert.participant):
        return True
    return may_act(member, alert, clock.now())


def rows_of(member: StaffMember, state: str) -> list[Row]:
    """Return the alerts in a state that somebody may know of; the most urgent first."""
    people = access.participants_for_reading(member)
    found = alerts_of(people).filter(state=state)
    if state == Alert.State.CLOSED:
        found = found.order_by("-closed_at")[:_CLOSED]
    now = clock.now()
    blinded = people.filter(unseen_people(member, "adverse_events"))
    unseen = set(blinded.values_list("pk", flat=True))
    return [
        _row(one, now)
        for one in found
        if one.participant_id not in unseen or may_act(member, one, now)
    ]


def posts(sites: Iterable[Site], now: datetime) -> list[Post]:
    """Return every role of the protocol at each site."""
    protocol = Study.objects.select_related("version").get().protocol
    return [one for site in sites for one in _posts(site, protocol, now)]


def story_of(alert: Alert) -> list[Step]:
    """Return what happened to an alert, the first step first."""
    rows = alert.events.select_related("member", "words__participant").order_by("pk")
    calls = _calls(alert)
    return [
        Step(
            at=one.at,
            what=STORY[one.kind],
            who=one.member.full_name if one.member else role_title(alert, one.role),
            words=words_of(one.words) if one.words_id else "",
            outcome=OUTCOMES.get(one.outcome, ""),
            calls=tuple(calls.get((one.step, one.member_id), ())) if one.kind == "called" else (),
        )
        for one in rows
    ]


def spell(left: timedelta) -> str:
    """Return a length of time in hours and minutes."""
    minutes = int(abs(left).total_seconds() // 60)
    return _("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}


def _row(alert: Alert, now: datetime) -> Row:
    left = alert.deadline - now if alert.deadline is not None else None
    overdue = left is not None and left <= timedelta(0)
    return Row(
        alert=alert,
        title=title_of(alert),
        role=role_title(alert, alert.responsible) or _("Investigators"),
        zone=zone_of(alert.participant.site),
        overdue=overdue,
        left="" if left is None else spell(left),
    )


def _posts(site: Site, protocol: Protocol, now: datetime) -> Iterable[Post]:
    planned = list(duties(site, after=now).filter(starts_at__lt=now + AHEAD))
    there = {duty.pk for duty in on_duty(site, [one.id for one in roles_of(protocol)], now)}
    for role in roles_of(protocol):
        mine = [duty for duty in planned if duty.role == role.id]
        yield Post(
            site=site,
            zone=zone_of(site),
            role=role.id,
            title=role.title,
            now=tuple(duty for duty in mine if duty.pk in there),
            coming=tuple(duty for duty in mine if duty.pk not in there),
            gaps=tuple(gaps(mine, now, now + AHEAD)),
        )


def _calls(alert: Alert) -> dict[tuple[int, int | None], list[str]]:
    """Return what became of each call's messages, by step and member."""
    found: dict[tuple[int, int | None], list[str]] = {}
    zone = ZoneInfo(zone_of(alert.participant.site))
    events = MessageEvent.objects.filter(message__alert=alert).select_related("message")
    for event in events.order_by("pk"):
        message = event.message
        step = int(message.idempotency_key.split(":")[2])
        line = f"{CHANNELS.get(message.channel, message.channel)}, "
        line += f"{EVIDENCE.get(event.kind, event.kind)} {event.at.astimezone(zone):%H:%M:%S}"
        line += f" ({event.detail})" if event.detail and event.kind != "intended" else ""
        found.setdefault((step, message.member_id), []).append(line)
    return found
