"""Somebody moves to another dose level: the other kit of the same period, whatever the arm."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.kits.choose import kits_have_levels, level_of, period_now
from limen.conduct.core.dispatch.kits.give import refuse_if_not_dosing
from limen.conduct.core.dispatch.reasons import LEVELS
from limen.conduct.core.models import DoseLevelChange, Membership, Participant, StaffMember
from limen.conduct.core.reasons import refuse_other_words
from limen.conduct.core.trail import recording
from limen.errors import ConductError, Problem
from limen.protocol import Protocol, listed
from limen.protocol.document.treatment import DoseLevels


def change_level(
    participant: Participant, *, to: str, reason: str, member: StaffMember
) -> DoseLevelChange:
    """Move somebody to a dose level: kits dispensed from now on are of it; placebo moves alike.

    Upwards only by a step that the protocol plans; downwards always, because it is safer. `reason`
    is a word of `LEVELS`. `ConductError` for anybody but an investigator at the site.
    """
    refuse_other_words(reason, LEVELS, needed=True)
    actor = Actor.staff(member)
    with recording("dose_level.changed", by=actor, participant=participant) as record:
        stored = Participant.objects.select_related("site", "version").get(pk=participant.pk)
        refuse_if_not_dosing(stored)
        old = level_of(stored)
        problems = list(_problems(stored, member, old, to))
        if problems:
            raise ConductError("The dose level stays as it is.", problems)
        record.note("from", old)
        record.note("to", to)
        record.note("reason", reason)
        today = record.at.astimezone(ZoneInfo(stored.zone)).date()
        return record.add(
            DoseLevelChange(
                participant=stored,
                nth=DoseLevelChange.objects.filter(participant=stored).count() + 1,
                old_level=old,
                new_level=to,
                period=period_now(stored, today),
                reason=reason,
                at=record.at,
            )
        )


def levels_from(participant: Participant) -> list[tuple[str, str]]:
    """Return the levels that somebody may move to now, with their titles."""
    protocol = participant.version.protocol
    old = level_of(participant)
    return [
        (id, title) for id, title in _titles(protocol).items() if id in _reachable(protocol, old)
    ]


def _problems(
    participant: Participant, member: StaffMember, old: str, to: str
) -> Iterator[Problem]:
    protocol = participant.version.protocol
    if not member.has_role(participant.site, Membership.Role.INVESTIGATOR):
        message = f"{member} is no investigator at {participant.site}."
        yield Problem(message=message, remedy="Ask an investigator.", path="member")
    if not old:
        yield Problem(message="Kits of this protocol have no dose levels.", path="to")
    elif to not in _reachable(protocol, old):
        there = ", ".join(_reachable(protocol, old)) or "none"
        message = f"From {old} nobody goes to {to or 'nothing'!s}."
        yield Problem(message=message, remedy=f"Levels: {there}.", path="to")


def _titles(protocol: Protocol) -> dict[str, str]:
    ladder = protocol.dose_levels
    if not isinstance(ladder, DoseLevels) or not kits_have_levels(protocol):
        return {}
    levels = listed(ladder.levels)
    return {str(one.id): one.title if isinstance(one.title, str) else str(one.id) for one in levels}


def _reachable(protocol: Protocol, old: str) -> tuple[str, ...]:
    """Return the levels below, and those that a planned step leads to."""
    order = list(_titles(protocol))
    if old not in order:
        return ()
    ladder = protocol.dose_levels
    steps = listed(ladder.titration) if isinstance(ladder, DoseLevels) else ()
    planned = {str(step.to) for step in steps if step.from_ == old}
    return tuple(id for id in order if id in planned or order.index(id) < order.index(old))
