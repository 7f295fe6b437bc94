"""Who is due today, and who is silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from limen.conduct.core import access
from limen.conduct.core.contacts import latest_contact
from limen.conduct.core.models import Occasion, Participant, StaffMember
from limen.conduct.staff.day.section import Line, Section, section
from limen.conduct.staff.people import Wanted, narrowing, people

_UNANSWERED = (Occasion.State.PLANNED, Occasion.State.OPEN, Occasion.State.STARTED)


def due_today(member: StaffMember, now: datetime) -> Section:
    """Who has something to answer today that is not answered yet, the first to close first."""
    mine = access.participants_for_reading(member).filter(paused_since=None)
    mine = mine.exclude(status__in=Participant.LEFT)
    rows = Occasion.objects.filter(
        participant__in=mine,
        respondent="participant",
        state__in=_UNANSWERED,
        opens_at__lt=now + timedelta(days=1),
        closes_at__gte=now,
    )
    rows = rows.select_related("participant").order_by("participant__number", "closes_at", "pk")
    today = [row for row in rows if is_today(row, now)]
    grouped = groupby(today, key=lambda row: row.participant_id)
    each = sorted((list(some) for _key, some in grouped), key=lambda some: some[0].closes_at)
    return section(
        "due",
        gettext_lazy("Due today"),
        (_due(some) for some in each),
        count=len(each),
        address=reverse("staff:home"),
    )


def silent(member: StaffMember, now: datetime) -> Section:
    """Who has not answered for days, the longest silent first, with the last line of the log."""
    found = people(member).filter(narrowing(Wanted(need="silent")))
    found = found.annotate(contacted_at=Subquery(latest_contact()))
    rows: list[Any] = sorted(found, key=_heard_at)
    return section(
        "silent",
        gettext_lazy("Silent"),
        _silent(rows, now),
        count=len(rows),
        address=reverse("staff:home") + "?need=silent",
    )


def local(moment: datetime, zone: str) -> str:
    """Return a moment as `3 Mar, 18:30` on the clock of a zone."""
    return date_format(moment.astimezone(ZoneInfo(zone)), "j M, H:i", use_l10n=False)


def is_today(row: Occasion, now: datetime) -> bool:
    """Whether an occasion opens today or has opened, by the calendar of who answers it."""
    return row.opens_local.date() <= now.astimezone(ZoneInfo(row.zone)).date()


def _due(some: list[Occasion]) -> Line:
    first = some[0]
    words = ngettext("%(n)d to answer", "%(n)d to answer", len(some)) % {"n": len(some)}
    until = _("the first until %(at)s") % {"at": local(first.closes_at, first.zone)}
    return Line(
        title=first.participant.number,
        address=reverse("staff:person", args=[first.participant.code]),
        said=f"{words}, {until}",
    )


def _heard_at(row: Any) -> tuple[datetime, str]:
    return row.heard_at, row.number


def _silent(rows: list[Any], now: datetime) -> Iterator[Line]:
    for row in rows:
        days = (now - row.heard_at).days
        words = ngettext("nothing for %(n)d day", "nothing for %(n)d days", days) % {"n": days}
        last = _("never tried by the log")
        if row.contacted_at is not None:
            last = _("last tried %(at)s") % {"at": local(row.contacted_at, row.zone)}
        yield Line(
            title=row.number,
            address=reverse("staff:contacts", args=[row.code]),
            said=f"{words}; {last}",
        )
