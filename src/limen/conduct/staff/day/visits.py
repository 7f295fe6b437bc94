"""Visits of today and of the week, and how far their forms have come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from limen.conduct.core import access
from limen.conduct.core.forms import FormDue, forms_due
from limen.conduct.core.models import Occasion, Participant, StaffMember, VisitForm
from limen.conduct.staff.day.people import is_today, local
from limen.conduct.staff.day.section import Line, Section, section
from limen.conduct.staff.person.days import lines

AHEAD = timedelta(days=7)
_State = VisitForm.State
STATES: Mapping[str, tuple[Any, str]] = {
    "to_come": (gettext_lazy("to come"), ""),
    "due": (gettext_lazy("due"), "warn"),
    _State.IN_WORK: (gettext_lazy("in work"), "warn"),
    _State.COMPLETE: (gettext_lazy("complete"), "good"),
    _State.VERIFIED: (gettext_lazy("verified"), "good"),
    _State.SIGNED: (gettext_lazy("signed"), "good"),
    _State.FROZEN: (gettext_lazy("frozen"), "good"),
    _State.LOCKED: (gettext_lazy("locked"), "good"),
    _State.NOT_DONE: (gettext_lazy("not done"), ""),
}
"""Of a form: in words, and how it stands out."""


def visits(member: StaffMember, now: datetime) -> list[Section]:
    """Visits whose window is open today or opens this week; forms that are overdue."""
    people = access.participants_for_reading(member, *access.WRITERS)
    there = people.exclude(status__in=Participant.LEFT)
    forms = _by_occasion(there)
    rows = Occasion.objects.filter(
        Q(kind="visit") | Q(pk__in=list(forms)),
        participant__in=there,
        opens_at__lt=now + AHEAD,
    ).exclude(state=Occasion.State.CANCELLED)
    rows = rows.select_related("participant").order_by("closes_at", "participant__number", "pk")
    found = [(row, forms.get(row.pk, [])) for row in rows if _matters(row, forms, now)]
    today = [pair for pair in found if is_today(pair[0], now)]
    later = [pair for pair in found if not is_today(pair[0], now)]
    return [
        section(
            "visits",
            gettext_lazy("Visits today, and forms overdue"),
            _lines(today),
            count=len(today),
        ),
        section("week", gettext_lazy("Visits this week"), _lines(later), count=len(later)),
    ]


def _by_occasion(people: Any) -> dict[int, list[FormDue]]:
    found = sorted(forms_due(people, to_come=True), key=lambda one: one.occasion.pk)
    grouped = groupby(found, key=lambda one: one.occasion.pk)
    return {key: list(some) for key, some in grouped}


def _matters(row: Occasion, forms: Mapping[int, list[FormDue]], now: datetime) -> bool:
    """Whether its window is not over, or a form of it waits all the same."""
    return row.closes_at >= now or any(one.is_waiting for one in forms.get(row.pk, ()))


def _lines(found: list[tuple[Occasion, list[FormDue]]]) -> Iterator[Line]:
    names = {one.row.pk: one.name for one in lines(row for row, _forms in found)}
    for row, forms in found:
        code, until = row.participant.code, local(row.closes_at, row.zone)
        yield Line(
            title=f"{row.participant.number}: {names[row.pk]}",
            address=reverse("staff:occasion", args=[code, row.identifier]),
            said=_("%(from)s to %(to)s") % {"from": local(row.opens_at, row.zone), "to": until},
            tags=tuple(_tag(one) for one in forms),
        )


def _tag(one: FormDue) -> tuple[str, str]:
    words, tone = STATES[one.state]
    if one.is_overdue:
        words, tone = _("overdue"), "danger"
    return f"{one.form.title}: {words}", tone
