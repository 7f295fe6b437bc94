"""A participant comes under the version of the protocol that is in force."""

from __future__ import annotations

from limen import calendar
from limen.conduct.core.actor import Actor
from limen.conduct.core.medication.services import flag_again
from limen.conduct.core.models import Occasion, Participant, ParticipationEvent, Study
from limen.conduct.core.occasions.amended import amended
from limen.conduct.core.occasions.decide import decide
from limen.conduct.core.occasions.events import Pause
from limen.conduct.core.occasions.occasion import Occasion as Decided
from limen.conduct.core.occasions.services.begin_study import PLANNED, fill_plan
from limen.conduct.core.occasions.services.rows import (
    STATE,
    WINDOW,
    fill,
    hush,
    read,
)
from limen.conduct.core.trail import NothingToDo, Record, recording
from limen.errors import ConductError


def adopt_version(participant: Participant, *, by: Actor) -> bool:
    """Make the occasions still to come again under the version in force; False if they are.

    `ConductError` while a consent to that version is due, or after the participant has left.
    """
    event = "participant.came_under_version"
    with recording(event, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        if stored.consent_due:
            raise ConductError(f"{stored} has not consented to the version in force yet.")
        if not remake_occasions(record, stored):
            raise NothingToDo
        return True
    return False


def remake_occasions(record: Record, participant: Participant) -> bool:
    """Do so inside another event, such as a consent; `participant` must be fresh."""
    version = Study.objects.select_related("version").get().version
    if participant.version_id == version.pk:
        return False
    if participant.has_left:
        raise ConductError(f"{participant} has left the study; nothing is to come.")
    record.note("versions", [participant.version.number, version.number])
    participant.version = version
    record.change(participant, "version")
    flag_again(record, participant)
    if participant.started_on is None:
        return True
    mine = calendar.of(
        version.protocol,
        start=participant.started_on,
        zone=participant.zone,
        site_zone=participant.site.zone or None,
    )
    _write(record, participant, mine)
    return True


def _write(record: Record, participant: Participant, mine: calendar.ParticipantCalendar) -> None:
    rows = {row.identifier: row for row in participant.occasions.all()}
    found = amended((read(row) for row in rows.values()), mine, now=record.at)
    due = {one.id: one for one in mine.occasions}
    kept = [rows[one.id] for one in found.kept]
    for row, one in zip(kept, found.kept, strict=True):
        fill_plan(row, due[one.id], participant)
        fill(row, one, record.at)
    record.change_all(kept, *PLANNED, *WINDOW, *STATE)
    dropped = [rows[one.id] for one in found.dropped]
    for row, one in zip(dropped, found.dropped, strict=True):
        fill(row, one, record.at)
    record.change_all(dropped, *STATE)
    hush(dropped, record.at)
    added = []
    for one in found.added:
        row = Occasion(participant=participant, made_at=record.at)
        fill_plan(row, due[one.id], participant)
        fill(row, _paused(participant, one, record), record.at)
        added.append(row)
    record.add_all(added)


def _paused(participant: Participant, one: Decided, record: Record) -> Decided:
    """Return a new occasion as a pause that is on leaves it."""
    if participant.paused_since is None:
        return one
    kind = ParticipationEvent.Kind.PAUSED
    latest = participant.participation_events.filter(kind=kind).last()
    return decide(one, Pause(latest.until if latest else None), record.at).occasion
