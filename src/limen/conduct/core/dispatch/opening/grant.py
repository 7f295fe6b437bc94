"""The list of who may open: people are put on it, and taken off it, at the command line only."""

from __future__ import annotations

from collections.abc import Iterator

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.opening.emergency import emergency_of
from limen.conduct.core.dispatch.supplies.openers import clinicians_of
from limen.conduct.core.models import OpeningGrant, StaffMember, Study, Supply
from limen.conduct.core.trail import NothingToDo, recording
from limen.errors import ConductError, Problem
from limen.protocol import listed


def grant_opening(member: StaffMember, *, role: str, key_name: str, by: Actor) -> OpeningGrant:
    """Put somebody on the list: `role` is one of the protocol's, `key_name` their key's name.

    Whoever is on it already is put there anew. `ConductError` for a role that the protocol does not
    let open, a key that no supply knows, or one that is somebody else's.
    """
    with recording("opening.granted", by=by) as record:
        problems = list(_problems(member, role, key_name))
        if problems:
            raise ConductError(f"{member} may not open contents.", problems)
        before = OpeningGrant.objects.filter(member=member, ended_at=None).first()
        if before is not None:
            before.ended_at = record.at
            record.change(before, "ended_at")
        record.note("name", member.name)
        record.note("role", role)
        record.note("key", key_name)
        return record.add(
            OpeningGrant(member=member, role=role, key_name=key_name, since=record.at)
        )


def end_grant(member: StaffMember, *, by: Actor) -> None:
    """Take somebody off the list; nothing happens if they are not on it."""
    with recording("opening.grant_ended", by=by) as record:
        grant = OpeningGrant.objects.filter(member=member, ended_at=None).first()
        if grant is None:
            raise NothingToDo
        grant.ended_at = record.at
        record.change(grant, "ended_at")
        record.note("name", member.name)


def _problems(member: StaffMember, role: str, key_name: str) -> Iterator[Problem]:
    emergency = emergency_of(Study.objects.select_related("version").get().protocol)
    roles = tuple(map(str, listed(emergency.may_open))) if emergency else ()
    if role not in roles:
        message = f"The protocol does not let {role!r} open a content."
        yield Problem(message=message, remedy=f"Roles: {', '.join(roles) or 'none'}.", path="role")
    if not member.is_active:
        yield Problem(message=f"{member} does not work here any more.", path="name")
    named = [set(clinicians_of(supply)) for supply in Supply.objects.all()]
    if named and not any(key_name in names for names in named):
        there = ", ".join(sorted(set().union(*named)))
        message = f"No supply knows a clinician {key_name!r}."
        yield Problem(message=message, remedy=f"Clinicians: {there or 'none'}.", path="key")
    others = OpeningGrant.objects.filter(key_name=key_name, ended_at=None).exclude(member=member)
    if others.exists():
        message = f"The key {key_name!r} is that of {others[0].member}."
        yield Problem(message=message, remedy="A key is one person's.", path="key")
