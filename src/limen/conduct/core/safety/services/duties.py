"""Somebody is put on call, or taken off it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from limen.conduct.core import access
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Duty, Site, StaffMember, Study
from limen.conduct.core.safety.roster import roles_of
from limen.conduct.core.trail import recording
from limen.errors import ConductError, Problem

LONGEST = timedelta(days=31)
LATE = timedelta(minutes=15)  # to fill in the form; a roster is never filled in afterwards


def put_on_duty(
    member: StaffMember,
    *,
    site: Site,
    role: str,
    starts_at: datetime,
    ends_at: datetime,
    pager: str = "",
    by: Actor,
) -> Duty:
    """Put somebody on call for a role at a site, between two moments; return the duty.

    `pager` is the number that the site's pager or text-message gateway is given. `ConductError` for
    somebody who does not work there, an unknown role, or a time that is over, began more than
    `LATE` ago, is reversed, or longer than `LONGEST`: who is on call for months is asleep.
    """
    with recording("duty.planned", by=by) as record:
        problems = list(_problems(member, site, role, starts_at, ends_at, record.at))
        if problems:
            raise ConductError("Nobody was put on call.", problems)
        record.note("site", site.identifier)
        record.note("role", role)
        record.note("member", member.name)
        return record.add(
            Duty(
                site=site,
                role=role,
                member=member,
                starts_at=starts_at,
                ends_at=ends_at,
                pager=pager.strip(),
            )
        )


def end_duty(duty: Duty, *, by: Actor) -> None:
    """End a duty now, or take it back if it had not begun; ending twice ends it once."""
    with recording("duty.ended", by=by) as record:
        stored = record.fresh(duty)
        if stored.ended_at is not None or stored.ends_at <= record.at:
            record.nothing_happened()
        stored.ended_at = record.at
        record.change(stored, "ended_at")
        record.note("member", stored.member.name)
        record.note("role", stored.role)


def _problems(
    member: StaffMember,
    site: Site,
    role: str,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> Iterator[Problem]:
    known = [one.id for one in roles_of(Study.objects.select_related("version").get().protocol)]
    if role not in known:
        yield Problem(message="The protocol has no such role.", path="role")
    if not member.has_role(site, *access.WRITERS):
        message = f"{member} is neither investigator nor coordinator at {site}."
        yield Problem(message=message, path="member")
    if ends_at <= starts_at:
        yield Problem(message="It ends before it begins.", path="ends_at")
    elif ends_at <= now:
        yield Problem(message="It is over already.", path="ends_at")
    elif starts_at < now - LATE:
        message = "It began in the past: nobody can be put on call for a time that is over."
        yield Problem(message=message, remedy="Let it begin now.", path="starts_at")
    elif ends_at - starts_at > LONGEST:
        message = f"It is longer than {LONGEST.days} days."
        yield Problem(message=message, remedy="Plan it in parts.", path="ends_at")
