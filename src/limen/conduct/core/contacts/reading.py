"""What the contact log says of somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet

from limen.conduct.core.models import ContactAttempt, Participant


@dataclass(frozen=True)
class Tried:
    """How often somebody was tried in vain since they were last reached, and when that was."""

    times: int
    ways: int  # by how many different means
    last_reached: datetime | None


def contact_log(participant: Participant) -> QuerySet[ContactAttempt]:
    """Return every line, the latest first; a line that was taken back has a `taken_back_by`."""
    rows = ContactAttempt.objects.filter(participant=participant, takes_back=None)
    rows = rows.select_related("member", "words__participant", "taken_back_by__member",
                               "taken_back_by__words__participant")  # fmt: skip
    return rows.order_by("-at", "-pk")


def tried(participant: Participant) -> Tried:
    """Count the attempts since somebody was last reached; none that were taken back."""
    rows = standing().filter(participant=participant)
    last = rows.filter(reached=True).order_by("-at").values_list("at", flat=True).first()
    since = rows.filter(reached=False)
    since = since.filter(at__gt=last) if last is not None else since
    ways = list(since.values_list("way", flat=True))
    return Tried(times=len(ways), ways=len(set(ways)), last_reached=last)


def latest_contact() -> QuerySet[Any, Any]:
    """Return a subquery for lists of people: when somebody was last tried, reached or not."""
    mine = standing().filter(participant=OuterRef("pk"))
    return mine.order_by("-at").values("at")[:1]


def standing() -> QuerySet[ContactAttempt]:
    """Return the lines that nobody took back."""
    return ContactAttempt.objects.filter(takes_back=None, taken_back_by=None)
