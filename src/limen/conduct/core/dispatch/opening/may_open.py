"""Who may open a content: a role of the protocol, a place on the list, and a key of the supply."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from limen.conduct.core.dispatch.kits.choose import kits_of
from limen.conduct.core.dispatch.opening.emergency import emergency_of
from limen.conduct.core.dispatch.supplies.openers import clinicians_of
from limen.conduct.core.models import (
    AuditEntry,
    Kit,
    KitMovement,
    Membership,
    OpeningGrant,
    Participant,
    StaffMember,
)
from limen.conduct.core.safety import on_duty
from limen.errors import Problem
from limen.protocol import listed

_GIVEN = (KitMovement.Kind.DISPENSED, KitMovement.Kind.HANDED_OVER)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether somebody may open contents of a participant; `problems` say why not."""

    grant: OpeningGrant | None
    problems: tuple[Problem, ...]

    @property
    def may(self) -> bool:
        """Whether they may."""
        return self.grant is not None and not self.problems


def standing_of(member: StaffMember, participant: Participant, now: datetime) -> Standing:
    """Return whether somebody may open a content of a participant now.

    Two locks: the list, which is set at the command line; and that they are an investigator at the
    site, or on call there for a role that the protocol lets open.
    """
    emergency = emergency_of(participant.version.protocol)
    if emergency is None:
        return _no(None, "The protocol foresees no opening in an emergency.")
    roles = tuple(map(str, listed(emergency.may_open)))
    grant = grant_of(member)
    if grant is None or grant.role not in roles:
        return _no(None, "You are not on the list of those who may open a content.")
    site = participant.site
    on_call = any(one.member_id == member.pk for one in on_duty(site, roles, now))
    if not on_call and not member.has_role(site, Membership.Role.INVESTIGATOR):
        return _no(grant, f"You are neither an investigator at {site} nor on call there.")
    return Standing(grant=grant, problems=())


def grant_of(member: StaffMember) -> OpeningGrant | None:
    """Return somebody's place on the list; None if they have none, or left since they had it.

    Leaving ends it. One that was left standing does not come back with whoever comes back.
    """
    grant = OpeningGrant.objects.filter(member=member, ended_at=None).first()
    if grant is None or not member.is_active:
        return None
    left = AuditEntry.objects.filter(event="staff.left", at__gt=grant.since)
    notes = (json.loads(text).get("notes", {}) for text in left.values_list("payload", flat=True))
    return None if any(one.get("name") == member.name for one in notes) else grant


def kits_to_open(participant: Participant) -> list[Kit]:
    """Return the kits that somebody was given, the latest first: nothing else can be opened."""
    given = kits_of(participant).filter(movements__kind__in=_GIVEN).distinct()
    rows = {kit.pk: kit for kit in given}
    latest = KitMovement.objects.filter(kit__in=rows, kind__in=_GIVEN).order_by("-at", "-pk")
    keys = dict.fromkeys(latest.values_list("kit_id", flat=True))
    return [rows[key] for key in keys]


def has_key(kit: Kit, key_name: str) -> bool:
    """Whether the supply of a kit was sealed for a clinician."""
    return key_name in clinicians_of(kit.kit_set.supply)


def _no(grant: OpeningGrant | None, message: str) -> Standing:
    problem = Problem(
        message=message,
        remedy="Call somebody who is, or use the paper code-break.",
        path="may_open",
    )
    return Standing(grant=grant, problems=(problem,))
