"""Administrations: which kit or envelope was taken when. Never what it held."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.submission import Submission


class Administration(AppendOnly):
    """A version of one dose's record; the highest version counts."""

    class Status(models.TextChoices):
        """What became of the dose; the words of a dataset."""

        TAKEN = "taken", "Taken"
        PARTLY = "partly_taken", "Partly taken"
        MISSED = "missed", "Missed"
        HELD = "held", "Held back"
        REFUSED = "refused", "Refused"

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="administrations"
    )
    number = models.PositiveIntegerField()  # which dose of the person; the first is 1
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, null=True, related_name="+")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, related_name="+"
    )
    period = models.PositiveIntegerField(null=True)
    study_day = models.IntegerField(null=True)
    kit = models.CharField(max_length=64, blank=True)  # kit number or envelope code
    planned_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=16, choices=Status.choices)
    note = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    reason = models.TextField(blank=True)  # why it was corrected
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("participant", "number", "version"), name="one_administration_version"
            )
        ]
