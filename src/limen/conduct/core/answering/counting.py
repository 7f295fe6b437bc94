"""Which versions count: the one place where what was set aside is left out."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from limen.conduct.core.models import Response
from limen.conduct.core.occasions import Verdict

COUNT = Q(submission=None) | Q(
    submission__verdict__in=[one.value for one in Verdict if one.counts]
)  # of a `Response`: staff's corrections have no submission


def counted(rows: QuerySet[Response]) -> QuerySet[Response]:
    """Return the versions that count; of each item the highest of them is its answer.

    What was set aside is kept for people to see, in versions of their own, and never counts.
    """
    return rows.filter(COUNT)


def latest(rows: Iterable[Response]) -> dict[tuple[int, str, str, str], Response]:
    """Return the highest version of each item, by occasion, instrument, item and respondent."""
    found: dict[tuple[int, str, str, str], Response] = {}
    for row in sorted(rows, key=lambda one: one.version):
        found[row.occasion_id, row.instrument, row.item, row.respondent] = row
    return found
