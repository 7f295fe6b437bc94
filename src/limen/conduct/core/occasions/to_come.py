"""What is still to come for somebody, and what a change of zone would make of it: for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from limen.conduct.core import clock, models
from limen.conduct.core.occasions.decide import decide
from limen.conduct.core.occasions.events import ChangeZone
from limen.conduct.core.occasions.named import title_of
from limen.conduct.core.occasions.occasion import Occasion
from limen.conduct.core.occasions.services.rows import as_of, read
from limen.conduct.core.occasions.state import State
from limen.protocol.document.measurement import Window


@dataclass(frozen=True)
class Moved:
    """An occasion to come: its title, and when it opens, by the wall where it is asked."""

    title: str
    before_local: datetime
    after_local: datetime
    stays: bool  # it opens at the same moment as before


def moved_to(participant: models.Participant, zone: str) -> list[Moved]:
    """Return the occasions to come as they would be in another zone. Nothing is written."""
    now = clock.now()
    rows = participant.occasions.filter(state=State.PLANNED).order_by("opens_at", "pk")
    found = []
    for row in rows.select_related("made_under"):
        definition = row.made_under.protocol.occasion(row.definition)
        window = definition.window
        site = isinstance(window, Window) and window.time_zone == "site"
        before = read(row, follows="site" if site else "participant")
        after = decide(before, ChangeZone(zone), now).occasion
        if after.state != State.PLANNED:
            continue
        stays = after.window.opens == before.window.opens
        title = title_of(row.made_under.protocol, row.definition)
        found.append(Moved(title, before.window.opens_local, after.window.opens_local, stays))
    return found


def still_open(participant: models.Participant) -> list[Occasion]:
    """Return what may be answered now: it keeps its end, whatever zone somebody moves to."""
    now = clock.now()
    near = (State.PLANNED, State.OPEN, State.STARTED)
    rows = participant.occasions.filter(state__in=near, opens_at__lte=now).order_by("closes_at")
    found = [as_of(row, now) for row in rows]
    return [one for one in found if one.state in (State.OPEN, State.STARTED)]
