"""A participant's study day 1 is set, and all occasions are made ahead."""

from __future__ import annotations

from datetime import date

from limen import calendar
from limen.conduct.core.actor import Actor
from limen.conduct.core.approvals import lacking_approvals
from limen.conduct.core.models import Occasion, Participant
from limen.conduct.core.occasions.plan import planned
from limen.conduct.core.occasions.services.rows import fill
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError

PLANNED = ("definition", "number", "kind", "respondent", "phase", "period", "study_day",
           "daily_entry", "made_under")  # fmt: skip


def begin_study(participant: Participant, *, start: date, by: Actor) -> list[Occasion]:
    """Set the date of study day 1 and make every occasion; return them.

    `ConductError` if occasions were made before, the participant has left, or the site lacks an
    approval.
    """
    with recording("participant.began", by=by, participant=participant) as record:
        return make_occasions(record, record.fresh(participant), start=start)


def make_occasions(record: Record, participant: Participant, *, start: date) -> list[Occasion]:
    """Make a participant's occasions inside another event; `participant` must be fresh."""
    if participant.started_on is not None:
        raise ConductError(
            f"{participant} began on {participant.started_on.isoformat()}. Occasions are made once "
            "and never again."
        )
    if participant.has_left:
        raise ConductError(f"{participant} has left the study and cannot begin it.")
    lacking = lacking_approvals(participant.site, record.at)
    if lacking:
        raise ConductError(f"{participant} did not begin: the site lacks an approval.", lacking)
    participant.started_on = start
    record.change(participant, "started_on")
    mine = calendar.of(
        participant.version.protocol,
        start=start,
        zone=participant.zone,
        site_zone=participant.site.zone or None,
    )
    due = {one.id: one for one in mine.occasions}
    rows = []
    for occasion in planned(mine, now=record.at):
        row = Occasion(participant=participant, made_at=record.at)
        fill_plan(row, due[occasion.id], participant)
        fill(row, occasion, record.at)
        rows.append(row)
    record.note("unplaced", [one.id for one in mine.unplaced])
    return record.add_all(rows)


def fill_plan(row: Occasion, due: calendar.DueOccasion, participant: Participant) -> None:
    """Put into a row what the participant's version of the protocol plans."""
    plan = due.planned
    definition = participant.version.protocol.occasion(plan.definition)
    row.identifier, row.definition, row.number = plan.id, plan.definition, plan.number
    row.kind, row.respondent = definition.kind, definition.respondent
    row.phase, row.period = plan.phase, plan.period
    row.study_day, row.daily_entry = plan.study_day or 0, plan.entry
    row.made_under = participant.version
