"""Broken blinds: that one content was opened, by whom and why. Never what it was."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.kit import Kit
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember


class Opening(AppendOnly):
    """One content that was opened, or, where it was on paper, is said to have been."""

    class Category(models.TextChoices):
        """Why, in a word (ICH E6(R3), annex 1, 4.1.4)."""

        EMERGENCY = "emergency", "Emergency: treatment depends on it"
        PLANNED = "planned", "Planned, as the protocol says"
        INADVERTENT = "inadvertent", "Inadvertent: it became known"
        OTHER = "other", "Other"

    class Means(models.TextChoices):
        """How the content came to be known."""

        SERVER = "server", "With a share that this server released"
        PAPER = "paper", "The paper code-break"
        OTHERWISE = "otherwise", "It became known otherwise"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="openings")
    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="openings")
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=12, choices=Category.choices)
    means = models.CharField(max_length=12, choices=Means.choices)
    words = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")
    key_name = models.CharField(max_length=40, blank=True)  # whose key the share was sealed to
    dosing_after = models.CharField(
        max_length=10, choices=[("stops", "Stops"), ("continues", "Continues")]
    )
    opened_at = models.DateTimeField()  # on paper: as the clinician says
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("opened_at", "id")
