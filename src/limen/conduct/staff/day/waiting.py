"""What waits for somebody: alerts, queries, deviations, kits, approvals, messages."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from limen.conduct.core import access
from limen.conduct.core.approvals import lapsing_soon
from limen.conduct.core.deviations import undecided_deviations
from limen.conduct.core.messages import messages_to_look_at
from limen.conduct.core.models import Alert, AlertEvent, Kit, Participant, Query, StaffMember
from limen.conduct.core.safety import alerts_of, title_of
from limen.conduct.staff.day.people import local
from limen.conduct.staff.day.section import SHOWN, Line, Section, section
from limen.conduct.staff.hidden import unseen_people
from limen.conduct.staff.moments import zone_of
from limen.conduct.staff.queries.visible import visible_queries
from limen.conduct.staff.queries.words import where
from limen.conduct.staff.team.words import CATEGORIES
from limen.supply.sealed import spoken

_WITH_THEM = (Kit.State.HANDED_OVER, Kit.State.CONFIRMED)


def alerts(member: StaffMember, now: datetime) -> Section:
    """Alerts that nobody has taken on; not of people whose events are hidden, unless one is called.

    The most urgent first.
    """
    people = access.participants_for_reading(member)
    called = AlertEvent.objects.filter(kind=AlertEvent.Kind.CALLED, member=member)
    seen = people.exclude(unseen_people(member, "adverse_events"))
    rows = alerts_of(people).filter(state=Alert.State.OPEN)
    rows = rows.filter(Q(participant__in=seen) | Q(pk__in=called.values("alert")))
    return section(
        "alerts",
        gettext_lazy("Alerts that wait for somebody"),
        (_alert(one, now) for one in rows[:SHOWN]),
        count=rows.count(),
        address=reverse("staff:safety"),
    )


def to_answer(member: StaffMember, now: datetime) -> Section:
    """Queries that wait for an answer at sites where somebody may give one."""
    people = access.participants_for_reading(member, *access.WRITERS)
    rows = visible_queries(member).filter(participant__in=people, state=Query.State.OPEN)
    return section(
        "queries",
        gettext_lazy("Queries to answer"),
        (_query(one, now) for one in rows[:SHOWN]),
        count=rows.count(),
        address=reverse("staff:queries") + "?state=open",
    )


def to_decide(member: StaffMember, _now: datetime) -> Section:
    """Deviations that the server noticed, and on which nobody has decided."""
    people = access.participants_for_reading(member, *access.WRITERS)
    rows = undecided_deviations().filter(participant__in=people).order_by("entered_at", "pk")
    lines = (
        Line(
            title=f"{one.participant.number}: {CATEGORIES[one.category]}",
            address=reverse("staff:correct_deviation", args=[one.participant.code, one.number]),
        )
        for one in rows[:SHOWN]
    )
    return section(
        "deviations",
        gettext_lazy("Deviations to decide on"),
        lines,
        count=rows.count(),
        address=reverse("staff:deviations") + "?which=undecided",
    )


def kits(member: StaffMember, _now: datetime) -> Section:
    """Kits to hand over, and kits to get back: recalled ones, and those of who takes no more."""
    people = access.participants_for_reading(member, *access.WRITERS)
    over = (*Participant.LEFT, Participant.Status.DISCONTINUED)
    back = Q(state=Kit.State.TO_BE_BROUGHT_BACK)
    back |= Q(state__in=_WITH_THEM, kit_set__participant__status__in=over)
    rows = Kit.objects.filter(back | Q(state=Kit.State.DISPENSED), kit_set__participant__in=people)
    rows = rows.select_related("kit_set__participant").order_by("state", "number")
    return section(
        "kits",
        gettext_lazy("Kits to hand over or get back"),
        (_kit(one, one.kit_set.participant) for one in rows[:SHOWN]),
        count=rows.count(),
    )


def approvals(member: StaffMember, now: datetime) -> Section:
    """Approvals of one's sites that lapse soon."""
    found = lapsing_soon(access.sites_of(member, *access.WRITERS), now)
    lines = (
        Line(
            title=_("%(title)s, %(site)s") % {"title": one.title, "site": one.site.title},
            address=reverse("staff:approvals"),
            said=ngettext("%(n)d day left", "%(n)d days left", one.days_left)
            % {"n": one.days_left},
        )
        for one in found
    )
    title = gettext_lazy("Approvals that lapse soon")
    return section("approvals", title, lines, count=len(found))


def uncertain(member: StaffMember, _now: datetime) -> Section:
    """Messages of which nobody knows whether they arrived: one line, with how many."""
    people = access.participants_for_reading(member, *access.WRITERS)
    count = messages_to_look_at(people).count()
    words = ngettext("%(n)d message to look at", "%(n)d messages to look at", count) % {"n": count}
    line = Line(title=words, address=reverse("staff:messages"))
    lines = [line] if count else []
    return section("messages", gettext_lazy("Messages"), lines, count=len(lines))


def _alert(one: Alert, now: datetime) -> Line:
    tags: tuple[tuple[str, str], ...] = ()
    if one.deadline is not None:
        site = one.participant.site
        by = _("by %(at)s") % {"at": local(one.deadline, zone_of(site))}
        tags = ((_("overdue") if one.deadline <= now else by, "danger"),)
    return Line(
        title=f"{one.participant.number}: {title_of(one)}",
        address=reverse("staff:safety_alert", args=[one.pk]),
        tags=tags,
    )


def _query(one: Query, now: datetime) -> Line:
    days = (now - one.moved_at).days
    return Line(
        title=f"{one.participant.number}: {where(one)}",
        address=reverse("staff:query", args=[one.pk]),
        said=ngettext("for %(n)d day", "for %(n)d days", days) % {"n": days} if days else "",
    )


def _kit(one: Kit, person: Participant | None) -> Line:
    assert person is not None  # filtered so
    over = one.state == Kit.State.DISPENSED
    return Line(
        title=f"{person.number}: {spoken(one.number)}",
        address=reverse("staff:kits", args=[person.code]),
        said=_("to hand over") if over else _("to get back"),
    )
