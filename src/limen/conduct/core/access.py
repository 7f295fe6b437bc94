"""The doors to the record: who may read, and who may write. Strangers get 404, and learn nothing.

Views never query people themselves; they ask here. Access to arms is not here, and nowhere else on
this server.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from limen.conduct.core import clock
from limen.conduct.core.codes import token_hash
from limen.conduct.core.models import DeviceToken, Membership, Participant, Site, StaffMember

Role = Membership.Role
READERS = (Role.INVESTIGATOR, Role.COORDINATOR, Role.MONITOR)
WRITERS = (Role.INVESTIGATOR, Role.COORDINATOR)
RATERS = (Role.RATER,)
"""They read nothing of anybody: what they rate is found by `participant_for_rating` only."""
ASKERS = (Role.INVESTIGATOR, Role.COORDINATOR, Role.MONITOR)
"""Who may ask and close queries. That, and that a form agrees with its source, is all that monitors
write: no data change by it."""


def sites_of(member: StaffMember, *roles: str) -> QuerySet[Site]:
    """Return the sites at which somebody holds one of these roles now; without roles: any."""
    if not member.is_active:
        return Site.objects.none()
    held = Membership.objects.filter(member=member, ended_at=None)
    held = held.filter(role__in=roles) if roles else held
    return Site.objects.filter(pk__in=held.values("site"))


def staff_at(sites: Iterable[Site], *roles: str) -> QuerySet[StaffMember]:
    """Return who holds one of these roles at one of these sites and may sign in, by full name."""
    held = Membership.objects.filter(site__in=sites, role__in=roles, ended_at=None)
    found = StaffMember.objects.filter(pk__in=held.values("member"), is_active=True)
    return found.order_by("full_name")


def participants_for_reading(member: StaffMember, *roles: str) -> QuerySet[Participant]:
    """Return the participants of all sites where somebody may read, or holds one of these roles."""
    return Participant.objects.filter(site__in=sites_of(member, *(roles or READERS)))


def participant_for_reading(member: StaffMember, code: UUID) -> Participant:
    """Return a participant for somebody who may read at their site; 404 to all others."""
    found = participants_for_reading(member).select_related("site", "version")
    try:
        return found.get(code=code)
    except Participant.DoesNotExist:
        raise Http404 from None


def participant_for_writing(member: StaffMember, code: UUID) -> Participant:
    """Return a participant for somebody who may enter and correct; monitors look, never touch."""
    return _with_role(member, code, *WRITERS)


def participant_for_asking(member: StaffMember, code: UUID) -> Participant:
    """Return a participant for somebody who may ask a query about them: monitors may, too."""
    return _with_role(member, code, *ASKERS)


def participant_for_verifying(member: StaffMember, code: UUID) -> Participant:
    """Return a participant for a monitor, who compares forms with their source: nobody else."""
    return _with_role(member, code, Role.MONITOR)


def participants_for_rating(member: StaffMember) -> QuerySet[Participant]:
    """Return the participants of the sites at which somebody rates."""
    return Participant.objects.filter(site__in=sites_of(member, *RATERS))


def participant_for_rating(member: StaffMember, code: UUID) -> Participant:
    """Return a participant for a blinded rater of their site; 404 to all others.

    A page that asks here may show the number, and nothing else about the person.
    """
    found = participants_for_rating(member).select_related("site", "version")
    try:
        return found.get(code=code)
    except Participant.DoesNotExist:
        raise Http404 from None


def is_only_rater(member: StaffMember) -> bool:
    """Whether somebody rates, and holds no other role anywhere."""
    held = Membership.objects.filter(member=member, ended_at=None)
    return set(held.values_list("role", flat=True)) == set(RATERS)


def participant_for_deciding(member: StaffMember, code: UUID) -> Participant:
    """Return a participant for an investigator: eligibility, counter-signatures, judgements."""
    return _with_role(member, code, Role.INVESTIGATOR)


def participant_of_device(token: str, *, purpose: str = "device") -> Participant | None:
    """Return whose device shows this token, or None: unknown, revoked, over, or for other ends."""
    found = DeviceToken.objects.filter(
        token_hash=token_hash(token), purpose=purpose, revoked_at=None
    ).select_related("participant__site", "participant__version")
    device = found.first()
    if device is None or (device.expires_at is not None and device.expires_at <= clock.now()):
        return None
    return device.participant


def _with_role(member: StaffMember, code: UUID, *roles: str) -> Participant:
    participant = participant_for_reading(member, code)
    if not member.has_role(participant.site, *roles):
        raise PermissionDenied
    return participant
