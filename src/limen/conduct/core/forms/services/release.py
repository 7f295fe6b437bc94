"""Somebody goes home after a supervised dose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from limen.conduct.core.actor import Actor
from limen.conduct.core.deviations import note_deviation
from limen.conduct.core.forms.services.kept import kept_reason
from limen.conduct.core.forms.watched import Criterion, Watched, watched
from limen.conduct.core.models import Participant, Release, StaffMember
from limen.conduct.core.refusing import refusal, refuse_who_does_not_write
from limen.conduct.core.trail import recording
from limen.errors import ConductError, Problem

_SO = ("met", "confirmed")
_NOT_SO: Final[Mapping[str, str]] = {
    "not_met": "is not so.",
    "unknown": "cannot be told: nothing was recorded for it since the dose.",
    "not_confirmed": "was not confirmed.",
}


def release(
    participant: Participant,
    number: int,
    *,
    member: StaffMember,
    confirmed: Mapping[str, bool],
    against_advice: bool = False,
    words: str = "",
) -> Release:
    """Let somebody go after a supervised dose; `confirmed` says what staff saw, by criterion.

    `ConductError` with everything that is not so yet: the hours, and each criterion. Who leaves
    `against_advice` is let go all the same, with `words` on what happened; then a deviation is
    proposed in the same event.
    """
    by = Actor.staff(member)
    with recording("participant.released", by=by, participant=participant) as record:
        person = record.fresh(participant)
        refuse_who_does_not_write(member, person)
        found = next((o for o in watched(person) if o.administration.number == number), None)
        if found is None:
            raise refusal("No supervised dose of this number waits for a release.")
        states = {one.id: _state(one, confirmed) for one in found.criteria}
        missing = _missing(found, states)
        if missing and not against_advice:
            raise ConductError("They cannot go home yet.", missing)
        kept = None
        if against_advice:
            kept = kept_reason(record, person, words)
            note_deviation(record, person, category="dosing", words=words)
        record.note("dose", number)
        record.note("against_advice", against_advice)
        return record.add(
            Release(
                participant=person,
                number=number,
                taken_at=found.taken_at,
                observed_until=found.until,
                released_at=record.at,
                released_by=member,
                criteria=json.dumps(states, sort_keys=True),
                against_advice=against_advice,
                words=kept,
            )
        )


def _state(one: Criterion, confirmed: Mapping[str, bool]) -> str:
    if one.computed:
        return one.state
    return "confirmed" if confirmed.get(one.id) else "not_confirmed"


def _missing(found: Watched, states: Mapping[str, str]) -> list[Problem]:
    problems = []
    if found.is_early and found.until is not None:
        left = found.until - found.now
        minutes = -(-int(left.total_seconds()) // 60)
        message = f"The hours of observation last {minutes // 60} h {minutes % 60} min longer."
        problems.append(Problem(message=message))
    for one in found.criteria:
        if states[one.id] not in _SO:
            problems.append(Problem(message=f"“{one.title}” {_NOT_SO[states[one.id]]}"))
    return problems
