"""Somebody is randomised: the next free set of their stratum becomes theirs."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.randomisation.allocator import allocated_set
from limen.conduct.core.dispatch.randomisation.free import free_sets
from limen.conduct.core.dispatch.randomisation.obstacles import standing_in_the_way
from limen.conduct.core.dispatch.randomisation.strata import levels_of
from limen.conduct.core.models import KitSet, Participant, Supply
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError, Problem


def assign_set(participant: Participant, *, by: Actor) -> KitSet:
    """Give somebody the next free set of their stratum, and return it; its arm nobody here knows.

    One conditional UPDATE takes it, so that no two people get one set, and none is skipped. Where
    participants draw from several sets themselves, they get all sets of the next draw, and the
    first of these is returned. Where sets are given out by minimisation, an allocator names it.
    `ConductError` with everything that stands in the way, `SupplyError` if the allocator is silent.
    """
    told = _told_by_the_allocator(participant)
    with recording("participant.randomised", by=by, participant=participant) as record:
        stored = Participant.objects.select_related("site", "version").get(pk=participant.pk)
        problems = standing_in_the_way(stored)
        if problems:
            raise ConductError(f"{stored} was not randomised.", problems)
        taken = _take(record, stored, told)
        record.change_all(taken, "participant", "assigned_at", "randomised_on")
        record.note("sets", [one.number for one in taken])
        return taken[0]


def set_of(participant: Participant) -> KitSet | None:
    """Return somebody's set, or None; of those who draw, the first of theirs."""
    return KitSet.objects.filter(participant=participant).order_by("order").first()


def _told_by_the_allocator(participant: Participant) -> str:
    """Return the set that the allocator names; blank where there is none to ask, or no need yet.

    It is asked before anybody has to wait for us, and names the same set when asked again.
    """
    stored = Participant.objects.select_related("site", "version").get(pk=participant.pk)
    following = free_sets(stored).select_related("supply").first()
    if following is None or following.supply.assigned_by != Supply.AssignedBy.ALLOCATOR:
        return ""
    if standing_in_the_way(stored):
        return ""  # the refusal comes with all its reasons
    return allocated_set(stored, levels_of(stored).known)


def _named(free: QuerySet[KitSet], told: str) -> QuerySet[KitSet]:
    """Return the set that an allocator named, of whichever supply it is."""
    found = free.filter(number=told, supply__assigned_by=Supply.AssignedBy.ALLOCATOR)
    if found.exists():
        return KitSet.objects.filter(pk__in=found.values("pk"))
    stored = KitSet.objects.filter(number=told).select_related("supply").first()
    if not told:
        message, remedy = "The allocator was not asked yet.", "Try again."
    elif stored is None:
        message = f"The allocator named the set {told}, which no supply here has."
        remedy = "Load the supply that it belongs to: limen conduct load-supply."
    elif stored.participant_id is not None:
        message = f"The allocator named the set {told}, which is somebody else's."
        remedy = "Its allocated.jsonl was lost or set back: stop it, and put the latest copy there."
    else:
        message = f"Every kit of the set {told} is out of use."
        remedy = f"Stop the allocator of supply {stored.supply}: the next one answers then."
    problem = Problem(message=message, remedy=remedy, path="set")
    raise ConductError("The participant was not randomised.", [problem])


def _take(record: Record, participant: Participant, told: str) -> list[KitSet]:
    free = free_sets(participant)
    following = free.select_related("supply").first()
    if following is None:
        raise ConductError("No set is left: somebody else took the last one just now.")
    if following.supply.assigned_by == Supply.AssignedBy.ALLOCATOR:
        wanted, count = _named(free, told), 1
    elif following.draw is None:
        wanted, count = KitSet.objects.filter(pk__in=free.values("pk")[:1]), 1
    else:
        wanted = KitSet.objects.filter(supply=following.supply, draw=following.draw)
        count = wanted.count()
    day = record.at.astimezone(ZoneInfo(participant.zone)).date()
    updated = wanted.filter(participant=None).update(
        participant=participant, assigned_at=record.at, randomised_on=day
    )
    if updated != count:
        raise ConductError("Somebody else took this set just now. Try again.")
    return list(KitSet.objects.filter(participant=participant).order_by("order"))
