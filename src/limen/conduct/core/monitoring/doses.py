"""Doses: how many were due, and what became of them; all people together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from limen.calendar import dosing_days
from limen.calendar.dosing import WEEKDAYS
from limen.conduct.core.export.counted import Standing, latest
from limen.conduct.core.models import Administration, Participant, ProtocolVersion
from limen.conduct.core.monitoring.courses import Course
from limen.conduct.core.monitoring.scope import Scope
from limen.protocol import Protocol

_Status = Administration.Status


class _Dose(NamedTuple):
    participant_id: int
    submission_id: int | None
    verdict: str | None
    key: int  # which dose of the person
    status: str
    taken_at: datetime | None


def dose_counts(scope: Scope, found: list[Course]) -> Mapping[int, Counter[str]]:
    """Return the counts of each dose by its number: `due`, and what became of it.

    That is `taken`, `partly`, `missed`, `held`, `refused` or `silent`, which add up to `due`. A
    dose is due once its day is over where the person lives, if they had neither stopped nor left
    by then. `silent`: nothing was recorded. `late` are among the taken: on a later day than
    planned. What was set aside does not count.
    """
    counts: dict[int, Counter[str]] = {}
    recorded = _recorded(scope)
    protocols = {row.pk: row.protocol for row in ProtocolVersion.objects.using(scope.using)}
    plans: dict[tuple[int, int], dict[int, int]] = {}
    for one in found:
        if one.started_on is None or one.status == Participant.Status.INELIGIBLE:
            continue
        key = one.version, one.started_on.weekday()
        if key not in plans:
            plans[key] = _days(protocols[one.version], key[1])
        for number, day in plans[key].items():
            planned = one.started_on + timedelta(days=day - 1)
            status, taken = recorded.get((one.key, number), ("", None))
            if status or _is_due(one, planned, scope.now):
                counts.setdefault(number, Counter()).update(_of(one, status, taken, planned))
    return dict(sorted(counts.items()))


def _of(one: Course, status: str, taken: datetime | None, planned: date) -> list[str]:
    names = {_Status.TAKEN: "taken", _Status.PARTLY: "partly", _Status.MISSED: "missed",
             _Status.HELD: "held", _Status.REFUSED: "refused"}  # fmt: skip
    found = ["due", names[_Status(status)] if status else "silent"]
    if taken is not None and one.today(taken) > planned:
        found.append("late")
    return found


def _is_due(one: Course, planned: date, now: datetime) -> bool:
    if planned >= one.today(now):
        return False
    ends = [at for at in (one.stopped, one.out) if at is not None]
    return not ends or planned < one.today(min(ends))


def _recorded(scope: Scope) -> dict[tuple[int, int], tuple[str, datetime | None]]:
    """Return the version that counts of each dose's record."""
    rows = scope.rows(Administration).order_by("participant_id", "pk")
    names = ("participant_id", "submission_id", "submission__verdict", "number", "status",
             "taken_at")  # fmt: skip
    standing = Standing()
    doses = (_Dose(*values) for values in rows.values_list(*names))
    counted = latest(one for one in doses if standing.counts(one))
    return {(one.participant_id, one.key): (one.status, one.taken_at) for one in counted}


def _days(protocol: Protocol, weekday: int) -> dict[int, int]:
    found = dosing_days(protocol, first_weekday=WEEKDAYS[weekday])
    return {one.number: one.study_day for one in found}
