"""Sets that nobody has yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from limen.conduct.core.dispatch.randomisation.strata import levels_of
from limen.conduct.core.models import Kit, KitSet, Participant, Supply
from limen.conduct.core.trail.canonical import encode

_By = Supply.AssignedBy
OUT_OF_USE = (Kit.State.RECALLED, Kit.State.DAMAGED, Kit.State.LOST, Kit.State.DESTROYED)


def free_sets(participant: Participant) -> QuerySet[KitSet]:
    """Return the sets that are free for somebody, the next one first.

    A set of which every kit went out of use is passed over; nothing else ever is.
    """
    usable = Kit.objects.filter(kit_set=OuterRef("pk")).exclude(state__in=OUT_OF_USE)
    found = KitSet.objects.filter(Exists(usable), participant=None)
    mine = Q(supply__assigned_by=_By.ORDER, stratum=encode(levels_of(participant).known))
    shared = Q(supply__assigned_by__in=(_By.DRAW, _By.ALLOCATOR))
    return found.filter(mine | shared).order_by("supply_id", "draw", "order")
