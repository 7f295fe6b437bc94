"""What staff see of deviations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from limen.conduct.core.models import Deviation, Participant


@dataclass(frozen=True)
class Noted:
    """A deviation: the version that counts, and those before it."""

    latest: Deviation
    earlier: tuple[Deviation, ...]

    @property
    def study_day(self) -> int | None:
        """The day it happened, counted from study day 1; None if that was never set."""
        return study_day(self.latest.participant, self.latest.happened_on)


def study_day(participant: Participant, on: date) -> int | None:
    """Return the study day of a date; None if day 1 was never set."""
    started = participant.started_on
    return (on - started).days + 1 if started is not None else None


def deviations_of(people: QuerySet[Participant] | Iterable[Participant]) -> list[Noted]:
    """Return the deviations of some people, the latest entered first."""
    rows = Deviation.objects.filter(participant__in=people)
    rows = rows.select_related(
        "participant__site", "occasion__made_under", "member", "words__participant"
    )
    rows = rows.order_by("participant_id", "number", "version")
    grouped = groupby(rows, key=lambda row: (row.participant_id, row.number))
    found = [_noted(list(versions)) for _key, versions in grouped]
    return sorted(found, key=lambda one: -one.latest.pk)


def latest_of(participant: Participant, number: int) -> Deviation | None:
    """Return the version of a deviation that counts; None if there is none of this number."""
    rows = Deviation.objects.filter(participant=participant, number=number)
    rows = rows.select_related("participant__site", "occasion__made_under", "words__participant")
    return rows.order_by("-version").first()


def undecided_deviations() -> QuerySet[Deviation]:
    """Return what the server proposed and nobody has taken over or put aside."""
    newer = Deviation.objects.filter(
        participant=OuterRef("participant"),
        number=OuterRef("number"),
        version__gt=OuterRef("version"),
    )
    rows = Deviation.objects.filter(~Exists(newer), proposed=True, voided=False)
    return rows.select_related("participant__site")


def _noted(versions: list[Deviation]) -> Noted:
    *earlier, latest = versions
    return Noted(latest, tuple(earlier))
