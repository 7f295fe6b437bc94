"""What changes somebody's taking part: pause, return, discontinuation, withdrawal, the end."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly


class ParticipationEvent(AppendOnly):
    """One such event; `Participant.status` and `paused_since` follow from them."""

    class Kind(models.TextChoices):
        """What happened."""

        PAUSED = "paused", "Paused"
        RESUMED = "resumed", "Came back from a pause"
        DISCONTINUED = "discontinued", "Stops the intervention, stays in the study"
        WITHDREW = "withdrew", "Withdrew from the study"
        LOST = "lost_to_follow_up", "Cannot be reached"
        COMPLETED = "completed", "Completed the study"
        ERASED = "erased", "Contact data and free text were erased"
        BASELINE_LOCKED = "baseline_locked", "All that is asked before the first kit was answered"

    class DataUse(models.TextChoices):
        """What the person wants done with the data they gave."""

        KEEP = "keep", "What was collected may be used"
        ERASE = "erase", "Contact data and free text are erased"

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="participation_events"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)  # the planned end of a pause
    data_use = models.CharField(max_length=8, choices=DataUse.choices, blank=True)
    reason = models.CharField(max_length=80, blank=True)  # one of a list
    reason_text = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "participation event"
        ordering = ("at", "id")
        indexes: ClassVar = [models.Index(fields=("participant", "at"))]
