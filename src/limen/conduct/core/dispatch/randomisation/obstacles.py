"""What stands between somebody and a set of kits, all of it at once."""

from __future__ import annotations

from collections.abc import Iterator

from limen.conduct.core.approvals import lacking_approvals
from limen.conduct.core.dispatch.randomisation.free import free_sets
from limen.conduct.core.dispatch.randomisation.strata import levels_of
from limen.conduct.core.models import KitSet, Participant, Supply
from limen.conduct.core.safety import is_held
from limen.conduct.core.screening.randomisable import may_be_randomised
from limen.errors import Problem
from limen.protocol.document.treatment import BeforeKit, Kits


def standing_in_the_way(participant: Participant) -> tuple[Problem, ...]:
    """Return what keeps somebody from being randomised; empty if nothing does.

    It looks at the record now: ask inside the transaction that assigns.
    """
    if KitSet.objects.filter(participant=participant).exists():
        return (Problem(message="The participant has a set already.", path="set"),)
    return (
        *may_be_randomised(participant),
        *_of_safety(participant),
        *_of_approvals(participant),
        *levels_of(participant).missing,
        *_of_stock(participant),
    )


def _of_safety(participant: Participant) -> Iterator[Problem]:
    if is_held(participant):
        message = "Dosing is held."
        yield Problem(message=message, remedy="A clinician resumes it.", path="safety")
    if participant.paused_since is not None:
        yield Problem(message="The participant pauses.", remedy="End the pause.", path="paused")


def _of_approvals(participant: Participant) -> Iterator[Problem]:
    """Yield what the site lacks for who is enrolled; of others it was said already."""
    kits = participant.version.protocol.kits
    before = kits.before_first if isinstance(kits, Kits) else None
    enrolled = participant.status == Participant.Status.ENROLLED
    if enrolled and isinstance(before, BeforeKit) and before.approvals is True:
        yield from lacking_approvals(participant.site)


def _of_stock(participant: Participant) -> Iterator[Problem]:
    if not Supply.objects.exists():
        remedy = "limen conduct load-supply FOLDER SERVER_PART"
        yield Problem(message="No supply was loaded.", remedy=remedy, path="supply")
    elif not levels_of(participant).missing and not free_sets(participant).exists():
        message = "No set is left in this stratum."
        remedy = "Another supply is made and loaded, with a reason."
        yield Problem(message=message, remedy=remedy, path="supply")
