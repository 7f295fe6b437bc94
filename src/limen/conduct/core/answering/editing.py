"""How long somebody may look at their own answers again and change them."""

from __future__ import annotations

from datetime import datetime

from limen.calendar.wall_time import zone_named
from limen.conduct.core.models import Occasion


def may_edit(occasion: Occasion, now: datetime) -> bool:
    """Whether its participant is offered to change what they sent: until midnight where they are.

    The day is that of the submission, in the occasion's zone. An offer only: answers that arrive
    later are kept as a further version all the same, as every answer is.
    """
    if occasion.state != Occasion.State.SUBMITTED or occasion.submitted_at is None:
        return False
    place = zone_named(occasion.zone)
    return occasion.submitted_at.astimezone(place).date() == now.astimezone(place).date()
