"""Who is due, silent, missing: counts per participant for the first page that staff see.

For `limen.conduct.staff`: `adherence(access.participants_for_reading(member))` is one query,
however many people and answers there are, and says of each participant

- `due`: occasions whose window has opened by now and that were not cancelled,
- of these `submitted` (and of those `late`), `missed` (never begun by the end), `expired` (begun,
  not sent by the end), and `waiting` (may still be answered): the four add up to `due`,
- `share`: submitted of what is settled, None before anything is; what waits does not count,
- `in_a_row`: occasions that ended unanswered since the last one that was submitted: "silent",
- `next_at`: when the next window opens, `last_heard`: when anything last arrived from them.

Only what the participant answers counts; what raters and clinicians do is not theirs to miss. What
the clock has ended counts as ended, whether or not the worker has come by. Nobody's arm is needed
or known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, DateTimeField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from limen.conduct.core import clock
from limen.conduct.core.models import Occasion, Participant, Submission

_State = Occasion.State
_ONE = "participant"  # the respondent


@dataclass(frozen=True, kw_only=True)
class Adherence:
    """What one participant owes and gave."""

    code: UUID
    number: str
    status: str
    due: int
    submitted: int
    late: int
    missed: int
    expired: int
    in_a_row: int
    next_at: datetime | None
    last_heard: datetime | None

    @property
    def waiting(self) -> int:
        """Occasions that may still be answered."""
        return self.due - self.submitted - self.missed - self.expired

    @property
    def share(self) -> float | None:
        """Submitted of all that is settled; None before anything is."""
        settled = self.due - self.waiting
        return self.submitted / settled if settled else None


def adherence(
    people: QuerySet[Participant] | None = None, *, now: datetime | None = None
) -> tuple[Adherence, ...]:
    """Return the counts of everybody in `people` (all if left out), by number, in one query."""
    now = now or clock.now()
    rows = (Participant.objects.all() if people is None else people).order_by("number")
    names = ("code", "number", "status", "due", "submitted", "late", "missed", "expired",
             "in_a_row", "next_at", "last_heard")  # fmt: skip
    rows = rows.annotate(last_sent=_last_sent(), last_heard=_last_heard())
    rows = rows.annotate(**_counts(now))
    return tuple(
        Adherence(**dict(zip(names, found, strict=True))) for found in rows.values_list(*names)
    )


def _counts(now: datetime) -> dict[str, Count | Min]:
    mine = Q(occasions__respondent=_ONE)
    over = Q(occasions__late_rule="refuse", occasions__closes_at__lt=now) | Q(
        occasions__grace_ends_at__lt=now
    )
    never_begun = Q(occasions__state__in=(_State.PLANNED, _State.OPEN)) & over
    begun = Q(occasions__state=_State.STARTED) & over
    missed = mine & (Q(occasions__state=_State.MISSED) | never_begun)
    expired = mine & (Q(occasions__state=_State.EXPIRED) | begun)
    submitted = mine & Q(occasions__state=_State.SUBMITTED)
    opened = Q(occasions__opens_at__lte=now) & ~Q(occasions__state=_State.CANCELLED)
    after = Q(last_sent=None) | Q(occasions__opens_at__gt=Coalesce("last_sent", "invited_at"))
    to_come = mine & Q(occasions__state=_State.PLANNED, occasions__opens_at__gt=now)
    return {
        "due": Count("occasions", filter=mine & (opened | Q(occasions__state=_State.SUBMITTED))),
        "submitted": Count("occasions", filter=submitted),
        "late": Count("occasions", filter=submitted & Q(occasions__late=True)),
        "missed": Count("occasions", filter=missed),
        "expired": Count("occasions", filter=expired),
        "in_a_row": Count("occasions", filter=(missed | expired) & after),
        "next_at": Min("occasions__opens_at", filter=to_come),
    }


def _last_sent() -> Subquery:
    """When the window opened of the last occasion that was submitted."""
    rows = Occasion.objects.filter(
        participant=OuterRef("pk"), respondent=_ONE, state=_State.SUBMITTED
    )
    latest = rows.order_by().values("participant").annotate(latest=Max("opens_at"))
    return Subquery(latest.values("latest"), output_field=DateTimeField())


def _last_heard() -> Subquery:
    """When anything last arrived from the participant, whatever became of it."""
    rows = Submission.objects.filter(participant=OuterRef("pk"), respondent=_ONE, entered_by="")
    latest = rows.order_by().values("participant").annotate(latest=Max("received_at"))
    return Subquery(latest.values("latest"), output_field=DateTimeField())
