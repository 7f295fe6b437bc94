"""Adverse events of people, and how soon the worst must be reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from limen.conduct.core import access
from limen.conduct.core.models import AdverseEvent, Site, StaffMember
from limen.conduct.staff.hidden import unseen_people
from limen.conduct.staff.person.events import title_of

FATAL, OTHER = timedelta(days=7), timedelta(days=15)
"""How long a sponsor has to report a suspected unexpected serious adverse reaction (ICH E2A, 3.A),
from when the study knew of it: if it was fatal or put life in danger, and otherwise."""
_PERHAPS_RELATED = ("possible", "probable", "definite")
_MORTAL = ("death", "life_threatening")


@dataclass(frozen=True, kw_only=True)
class Line:
    """An event of the list: the version that counts, and what is still to be judged."""

    event: AdverseEvent
    lacking: tuple[Any, ...]
    report_by: datetime | None

    @property
    def title(self) -> str:
        """What the event is called."""
        return title_of(self.event)


def lines_of(member: StaffMember, *, site: str = "", serious: bool = False) -> list[Line]:
    """Return the events that somebody may see; serious ones first, then the latest."""
    people = access.participants_for_reading(member)
    people = people.exclude(unseen_people(member, "adverse_events"))
    if site:
        people = people.filter(site__identifier=site)
    rows = AdverseEvent.objects.filter(participant__in=people)
    rows = rows.select_related("participant__site").prefetch_related("participant__version")
    rows = rows.order_by("participant_id", "number", "version")
    grouped = groupby(rows, key=lambda row: (row.participant_id, row.number))
    shown = [_line(list(versions)) for _key, versions in grouped]
    if serious:
        shown = [one for one in shown if one.event.serious and not one.event.voided]
    return sorted(shown, key=lambda one: (not one.event.serious, -one.event.pk))


def report_by(event: AdverseEvent, known_at: datetime) -> datetime | None:
    """Return by when an event must be reported as a SUSAR; None if it is none, or not yet judged.

    Whether it is one can only be told by who knows what was given: here it is suspected, blinded.
    """
    if event.voided or not event.serious or event.expectedness != "unexpected":
        return None
    if event.relatedness not in _PERHAPS_RELATED:
        return None
    return known_at + (FATAL if event.seriousness_criterion in _MORTAL else OTHER)


def sites_with(member: StaffMember) -> list[Site]:
    """Return the sites whose events somebody may look at."""
    return list(access.sites_of(member, *access.READERS))


def lacking(event: AdverseEvent) -> tuple[Any, ...]:
    """Return what nobody has judged yet."""
    judged = (
        (event.term or event.coded_term, _("term")),
        (event.serious is not None, _("seriousness")),
        (event.severity_grade, _("grade")),
        (event.relatedness, _("relatedness")),
        (event.expectedness, _("expectedness")),
    )
    return () if event.voided else tuple(name for said, name in judged if not said)


def _line(versions: list[AdverseEvent]) -> Line:
    latest = versions[-1]
    known_at = versions[0].entered_at
    return Line(event=latest, lacking=lacking(latest), report_by=report_by(latest, known_at))
