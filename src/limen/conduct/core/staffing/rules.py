"""Which roles go together at a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from limen.conduct.core.access import READERS
from limen.conduct.core.models import Membership, Site, StaffMember
from limen.errors import Problem

ALONE = Membership.Role.RATER.value  # a blinded rater must not learn what any other role learns


def problems_of_roles(site: str, roles: Iterable[str]) -> Iterator[Problem]:
    """Yield why somebody may not hold these roles at a site together."""
    held = set(roles)
    if ALONE in held and len(held) > 1:
        others = ", ".join(sorted(held - {ALONE}))
        message = f"A rater at {site} is blind, and would learn more as {others}."
        remedy = "A rater holds no other role at that site: choose one of them."
        yield Problem(message=message, remedy=remedy, path="role")


def problems_of_the_past(member: StaffMember, site: str, role: str) -> Iterator[Problem]:
    """Yield why somebody may not become blind at a site: what they have seen there stays seen."""
    if role != ALONE:
        return
    past = Membership.objects.filter(member=member, site__identifier=site).exclude(ended_at=None)
    seen = past.filter(role__in=READERS).order_by("pk").values_list("role", flat=True)
    for other in dict.fromkeys(seen):
        message = f"{member} was {other} at {site}, and has seen what a rater must not."
        remedy = "Let somebody rate who never read of anybody there."
        yield Problem(message=message, remedy=remedy, path="role")


def problems_of_names(sites: Iterable[str], roles: Iterable[str]) -> Iterator[Problem]:
    """Yield which sites and roles there are not."""
    known = list(Site.objects.values_list("identifier", flat=True))
    for site in sites:
        if site not in known:
            remedy = f"Sites are {', '.join(known)}."
            yield Problem(message=f"There is no site {site!r}.", remedy=remedy, path="site")
    for role in sorted(set(roles) - set(Membership.Role.values)):
        remedy = f"Roles are {', '.join(Membership.Role.values)}."
        yield Problem(message=f"There is no role {role!r}.", remedy=remedy, path="role")
