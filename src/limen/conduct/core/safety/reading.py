"""What staff see of alerts, and who may act on one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from limen.conduct.core import access
from limen.conduct.core.models import Alert, AlertEvent, Membership, Participant, StaffMember
from limen.conduct.core.safety.roster import on_duty, roles_of
from limen.protocol import Protocol, listed
from limen.protocol.document.oversight import Safety
from limen.protocol.document.treatment import DoseLevels


def alerts_of(people: QuerySet[Participant]) -> QuerySet[Alert]:
    """Return the alerts about some people: what nobody acknowledged first, by its deadline."""
    rows = Alert.objects.filter(participant__in=people)
    rows = rows.select_related("participant__site", "acknowledged_by")
    rows = rows.prefetch_related("participant__version", "version")
    return rows.order_by(F("deadline").asc(nulls_last=True), "fired_at", "pk")


def alert_for_reading(member: StaffMember, number: int) -> Alert:
    """Return an alert about somebody whom a member of staff may read; 404 to all others."""
    found = alerts_of(access.participants_for_reading(member)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def may_act(member: StaffMember, alert: Alert, now: datetime) -> bool:
    """Whether somebody may acknowledge and close: investigators there, who is on call, the called.

    Who was called may act later too, when their duty is over; a monitor looks, and never acts.
    """
    site = alert.participant.site
    if member.has_role(site, Membership.Role.INVESTIGATOR):
        return True
    if not member.has_role(site, *access.WRITERS):
        return False
    called = alert.events.filter(kind=AlertEvent.Kind.CALLED, member=member)
    roles = [role for role in (alert.responsible, alert.next_role) if role]
    return called.exists() or any(one.member_id == member.pk for one in on_duty(site, roles, now))


def title_of(alert: Alert) -> str:
    """Return the rule in words, as in the version under which it fired."""
    return titles_of_rules(alert.version.protocol).get((alert.source, alert.rule), alert.rule)


def titles_of_rules(protocol: Protocol) -> dict[tuple[str, str], str]:
    """Return what a protocol calls its rules that raise alerts, by `Alert.source` and `.rule`."""
    levels, safety = protocol.dose_levels, protocol.safety
    rules: dict[tuple[str, str], str] = {}
    if isinstance(safety, Safety):
        rules |= {("safety", one.id): one.title for one in listed(safety.rules)}
        rules |= {
            ("medicine", one.id): _("Must not be taken beside: %(name)s") % {"name": one.title}
            for one in listed(safety.medications)
        }
    if isinstance(levels, DoseLevels):
        rules |= {("hold", one.id): one.title for one in listed(levels.hold)}
        rules |= {("stop", one.id): one.title for one in listed(levels.stop)}
    return rules


def role_title(alert: Alert, role: str) -> str:
    """Return a role in words; blank for the investigators of the site, who have none."""
    titles = {one.id: one.title for one in roles_of(alert.version.protocol)}
    return titles.get(role, role)
