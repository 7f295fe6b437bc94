"""Somebody leaves the team: nothing is left by which they could come in, or be called."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Duty, Membership, OpeningGrant, StaffMember
from limen.conduct.core.reasons import refuse_other_words
from limen.conduct.core.signing.factor import end_factor
from limen.conduct.core.staffing.roles import refuse_last_administrator
from limen.conduct.core.team_reasons import TEAM
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError


def leave(member: StaffMember, *, reason: str = "leaves", by: Actor) -> None:
    """End sessions, roles, duties on call, the second factor, and the leave to open a blind.

    Their name stays taken, and stands below what they did. `ConductError` if they have left, or
    are the last administrator of a site.
    """
    refuse_other_words(reason, TEAM, needed=True)
    with recording("staff.left", by=by) as record:
        stored = record.fresh(member)
        if not stored.is_active:
            raise ConductError(f"{stored} has left already.")
        held = list(Membership.objects.filter(member=stored, ended_at=None))
        for membership in held:
            refuse_last_administrator(membership)
        _end(record, held)
        _end(record, list(OpeningGrant.objects.filter(member=stored, ended_at=None)))
        _end(
            record,
            list(Duty.objects.filter(member=stored, ended_at=None, ends_at__gt=record.at)),
        )
        end_factor(record, stored)
        stored = record.fresh(member)
        stored.is_active = False
        record.change(stored, "is_active")
        record.note("name", stored.name)
        record.note("reason", reason)


def _end(record: Record, rows: list[Membership] | list[OpeningGrant] | list[Duty]) -> None:
    for row in rows:
        row.ended_at = record.at
    record.change_all(rows, "ended_at")
