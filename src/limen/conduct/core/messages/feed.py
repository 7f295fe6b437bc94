"""A private calendar feed: when something may be answered, in neutral words.

Times are written in UTC. The moments that the server acts on are UTC, computed when an occasion was
made from wall times and zone; a calendar shows them by the clock of the place where its owner is.
So the feed is right through changes of the clocks and during a journey, before anybody tells the
server of it, and no calendar's own idea of a time zone can move a window.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from limen.conduct.core import clock
from limen.conduct.core.messages.plan import reminders_of
from limen.conduct.core.messages.words import host, spoken
from limen.conduct.core.models import Occasion, Participant, ProtocolVersion

RECENT = timedelta(days=7)  # what is over stays for so long
_UNANSWERED = (Occasion.State.PLANNED, Occasion.State.OPEN, Occasion.State.STARTED)


def feed(participant: Participant, *, alarms: bool = False) -> bytes:
    """Return a participant's calendar (RFC 5545): what is to come, and what was lately.

    With `alarms` the calendar itself reminds, when the protocol plans reminders; whoever gets
    e-mails may not want both. The same state gives the same bytes. Empty after a withdrawal.
    """
    with translation.override(spoken(participant.language)):
        calendar = Calendar()
        calendar.add("prodid", "-//Limen//Calendar feed//EN")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        for name in ("name", "x-wr-calname"):
            calendar.add(name, _("Reminders"))
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        for event in _events(participant, alarms=alarms):
            calendar.add_component(event)
        content: bytes = calendar.to_ical()
        return content


def _events(participant: Participant, *, alarms: bool) -> Iterator[Event]:
    if participant.has_left:
        return
    occasions = (
        Occasion.objects.filter(
            participant=participant,
            respondent="participant",
            grace_ends_at__gte=clock.now() - RECENT,
        )
        .exclude(state=Occasion.State.CANCELLED)
        .select_related("audit_entry")
    )
    versions = ProtocolVersion.objects.in_bulk({one.made_under_id for one in occasions})
    for occasion in occasions:
        yield _event(occasion, versions[occasion.made_under_id], alarms=alarms)


def _event(occasion: Occasion, version: ProtocolVersion, *, alarms: bool) -> Event:
    event = Event()
    event.add("uid", _uid(occasion))
    event.add("dtstamp", occasion.audit_entry.at)
    event.add("sequence", occasion.audit_entry_id)  # grows with each change, and only then
    event.add("dtstart", occasion.opens_at)
    event.add("dtend", occasion.closes_at)
    done = occasion.state == Occasion.State.SUBMITTED
    event.add("summary", _("Done") if done else _("A few minutes"))
    event.add("url", settings.LIMEN_ADDRESS + reverse("participant:today"))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # nobody is busy from six to midnight
    if alarms and occasion.state in _UNANSWERED:
        for hours in dict.fromkeys(one.after_hours for one in reminders_of(occasion, version)):
            event.add_component(_alarm(timedelta(hours=hours)))
    return event


def _alarm(after: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("A few minutes"))
    alarm.add("trigger", after)
    return alarm


def _uid(occasion: Occasion) -> str:
    """Return the same for an occasion as long as it lives; nobody else can tell whose it is."""
    digest = salted_hmac("limen.conduct.messages.feed", str(occasion.pk), algorithm="sha256")
    return f"{digest.hexdigest()[:40]}@{host()}"
