"""The occasions of a person, by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from limen.conduct.core import clock
from limen.conduct.core.models import Occasion, Participant, ProtocolVersion
from limen.conduct.core.occasions import State
from limen.conduct.core.occasions.named import name_of, title_of
from limen.conduct.core.occasions.services import as_of
from limen.conduct.staff.words import REASONS, STATES

_GOOD, _BAD = (State.SUBMITTED,), (State.MISSED, State.EXPIRED)
_ON = (State.OPEN, State.STARTED)


@dataclass(frozen=True, kw_only=True)
class Line:
    """An occasion as it is now; `tone` is how it stands out."""

    row: Occasion
    title: str
    name: str  # the title and the number
    state: str
    state_words: Any
    reason: Any
    tone: str
    respondent: str
    is_over: bool

    @property
    def may_be_cancelled(self) -> bool:
        """Whether it is unfinished."""
        return self.state in (State.PLANNED, *_ON)


@dataclass(frozen=True)
class Day:
    """A day and its occasions; `number` is the study day."""

    number: int
    on: date
    lines: tuple[Line, ...]

    @property
    def is_to_come(self) -> bool:
        """Whether nothing of it has begun."""
        return all(line.state == State.PLANNED for line in self.lines)


def days_of(person: Participant) -> list[Day]:
    """Return a person's days with everything that was, is and will be asked."""
    rows = Occasion.objects.filter(participant=person).order_by("study_day", "opens_at", "pk")
    found = lines(rows)
    return [
        Day(number, group[0].row.opens_local.date(), tuple(group))
        for number, group in (
            (number, list(some))
            for number, some in groupby(found, key=lambda line: line.row.study_day)
        )
    ]


def lines(rows: Iterable[Occasion]) -> list[Line]:
    """Return occasions as lines of a page; each is titled as its version of the protocol says."""
    rows, now = list(rows), clock.now()
    versions = ProtocolVersion.objects.in_bulk({row.made_under_id for row in rows})
    return [line(row, versions[row.made_under_id], now) for row in rows]


def line(row: Occasion, version: ProtocolVersion, now: datetime) -> Line:
    """Return an occasion as a line, as it is at a moment even if the worker has not come by."""
    at = as_of(row, now)
    tone = "good" if at.state in _GOOD else "danger" if at.state in _BAD else ""
    return Line(
        row=row,
        title=title_of(version.protocol, row.definition),
        name=name_of(version.protocol, row.identifier),
        state=at.state.value,
        state_words=STATES[at.state],
        reason=REASONS[at.reason],
        tone="warn" if at.state in _ON else tone,
        respondent=row.respondent,
        is_over=at.window.ends < now,
    )
