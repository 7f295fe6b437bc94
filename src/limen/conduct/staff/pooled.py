"""Who sees treatment guesses, pooled; how they are pooled stands in `core.monitoring.guesses`."""

from __future__ import annotations

from limen.conduct.core import access
from limen.conduct.core.models import StaffMember, TreatmentGuess
from limen.conduct.core.monitoring.guesses import FEWEST, Pooled, pooled
from limen.conduct.staff.hidden import hides_guesses
from limen.protocol import Protocol

__all__ = ["FEWEST", "ROLES", "Pooled", "pooled_guesses"]

ROLES = (access.Role.INVESTIGATOR, access.Role.MONITOR)


def pooled_guesses(member: StaffMember, protocol: Protocol) -> list[Pooled] | None:
    """Return the participants' guesses at all sites where somebody investigates or monitors.

    None for other roles, and where the protocol blinds a role of theirs to guesses.
    """
    if not access.sites_of(member, *ROLES).exists() or hides_guesses(member, protocol):
        return None
    people = access.participants_for_reading(member, *ROLES)
    return pooled(TreatmentGuess.objects.filter(participant__in=people), protocol)
