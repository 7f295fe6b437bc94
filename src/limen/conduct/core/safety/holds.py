"""Whether somebody's doses are on hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from limen.conduct.core.models import DosingHold, Participant

_SAID_FOR = timedelta(days=2)


def standing_holds(participant: Participant) -> QuerySet[DosingHold]:
    """Return the holds that nobody has ended, the first one first."""
    found = DosingHold.objects.filter(participant=participant, resumed_at=None)
    return found.select_related("alert__version", "held_by", "reason__participant")


def is_held(participant: Participant) -> bool:
    """Whether the participant must take no dose now: nothing is dispensed, and none is asked for.

    What hands doses over asks here, inside its own transaction.
    """
    return standing_holds(participant).exists()


def holds_to_tell(participant: Participant, now: datetime) -> list[DosingHold]:
    """Return the holds that stand, and those that ended so lately that it should still be told."""
    found = DosingHold.objects.filter(participant=participant)
    return list(found.filter(Q(resumed_at=None) | Q(resumed_at__gt=now - _SAID_FOR)))
