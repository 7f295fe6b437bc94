"""What happened to an alert, step by step."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.alert import Alert
from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember


class AlertEvent(AppendOnly):
    """A step in the life of an alert; with `member`, who was called or who acted."""

    class Kind(models.TextChoices):
        """What happened."""

        FIRED = "fired", "The rule fired"
        FIRED_AGAIN = "fired_again", "The rule fired again"
        CALLED = "called", "Called"
        NOBODY = "nobody", "Nobody was on call"
        ESCALATED = "escalated", "Nobody had acknowledged in time"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        NOTED = "noted", "Noted"
        CLOSED = "closed", "Closed"

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    at = models.DateTimeField()
    step = models.PositiveIntegerField(default=0)
    role = models.CharField(max_length=64, blank=True)
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=24, blank=True)

    class Meta:
        verbose_name = "alert event"
        ordering = ("at", "id")
