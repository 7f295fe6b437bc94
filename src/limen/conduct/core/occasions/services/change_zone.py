"""A participant changes to another time zone."""

from __future__ import annotations

from limen.calendar.wall_time import zone_named
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Occasion, Participant, ZoneChange
from limen.conduct.core.occasions.events import ChangeZone
from limen.conduct.core.occasions.services.rows import happens_to_all
from limen.conduct.core.trail import NothingToDo, recording


def change_zone(participant: Participant, *, zone: str, by: Actor) -> list[Occasion]:
    """Make the occasions that have not opened yet again in another zone; return those.

    `LimenError` if there is no such zone. The zone that somebody lives in already changes nothing.
    """
    name = zone_named(zone).key
    event = "participant.moved"
    with recording(event, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        if stored.zone == name:
            raise NothingToDo
        record.add(
            ZoneChange(participant=stored, old_zone=stored.zone, new_zone=name, since=record.at)
        )
        stored.zone = name
        record.change(stored, "zone")
        return happens_to_all(record, stored, ChangeZone(name))
    return []
