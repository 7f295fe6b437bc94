"""The contact log: when staff tried to reach somebody, and whether they did."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember


class ContactAttempt(AppendOnly):
    """One attempt to reach somebody; with `takes_back`, that an earlier line was a mistake."""

    class Way(models.TextChoices):
        """By what means."""

        TELEPHONE = "telephone", "Telephone"
        EMAIL = "email", "E-mail"
        VISIT = "visit", "Visit"
        LETTER = "letter", "Letter"

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="contact_attempts"
    )
    way = models.CharField(max_length=12, choices=Way.choices)
    reached = models.BooleanField()
    at = models.DateTimeField()
    words = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="taken_back_by"
    )
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "contact attempt"
        ordering = ("at", "id")
        indexes: ClassVar = [models.Index(fields=("participant", "at"))]
