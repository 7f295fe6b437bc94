"""Queries: somebody asks whether what was recorded is right, and somebody answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.staff_member import StaffMember


class Query(Recorded):
    """A question about one place in the record of one participant, and where it stands.

    What was asked and answered stands in its events, encrypted. `about` says what kind of place;
    the columns after it say which one, as far as they apply.
    """

    class State(models.TextChoices):
        """open → answered → closed; `limen.conduct.core.queries.states` has the whole table."""

        OPEN = "open", "Waits for an answer"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed"

    class About(models.TextChoices):
        """What kind of place it asks about."""

        PERSON = "person", "The person"
        OCCASION = "occasion", "An occasion"
        FORM = "form", "A form"
        ITEM = "item", "An answer"
        MEASUREMENT = "measurement", "A measurement"
        EVENT = "event", "An adverse event"
        DOSE = "dose", "A dose"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="queries")
    about = models.CharField(max_length=12, choices=About.choices)
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, null=True, related_name="+")
    form = models.CharField(max_length=64, blank=True)  # its id in the protocol
    instrument = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=64, blank=True)  # of the item, or of what was measured
    number = models.PositiveIntegerField(null=True)  # of the adverse event, or of the dose
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    opened_as = models.CharField(max_length=16)  # the role in which it was asked
    moved_at = models.DateTimeField()  # when it came into its present state

    class Meta:
        verbose_name_plural = "queries"
        ordering = ("opened_at", "id")
        indexes: ClassVar = [
            models.Index(fields=("state", "moved_at")),
            models.Index(fields=("participant", "state")),
        ]

    def __str__(self) -> str:
        """`riga-007 query 3`."""
        return f"{self.participant} query {self.pk}"
