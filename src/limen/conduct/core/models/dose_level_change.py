"""Moves from one dose level to another; whatever the arm, everybody moves alike."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly


class DoseLevelChange(AppendOnly):
    """From now on kits of this level are dispensed; the latest change counts."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="dose_level_changes"
    )
    nth = models.PositiveIntegerField()
    old_level = models.CharField(max_length=64)
    new_level = models.CharField(max_length=64)
    period = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)  # one of a list
    at = models.DateTimeField()

    class Meta:
        verbose_name = "dose level change"
        ordering = ("at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("participant", "nth"), name="one_level_change_at_a_time"
            )
        ]
