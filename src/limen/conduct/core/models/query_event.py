"""What was asked and answered, step by step."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.query import Query
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember


class QueryEvent(AppendOnly):
    """A step in the life of a query: who did it, in which role, and the words, encrypted."""

    class Kind(models.TextChoices):
        """What happened."""

        ASKED = "asked", "Asked"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed"

    query = models.ForeignKey(Query, on_delete=models.PROTECT, related_name="events")
    nth = models.PositiveIntegerField()  # of the query's events; the first is 1
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    words = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "query event"
        ordering = ("query_id", "nth")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("query", "nth"), name="one_query_event_at_a_time"),
        ]
