"""Single measured quantities, such as blood pressure."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.submission import Submission


class Measurement(AppendOnly):
    """A version of one measured quantity at one occasion; the highest version counts."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="measurements"
    )
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="measurements")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=64)  # its definition in the protocol
    value = models.FloatField(null=True)
    respondent = models.CharField(max_length=64)
    measured_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    reason = models.TextField(blank=True)  # why it was corrected
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("occasion", "name", "respondent", "version"),
                name="one_measurement_version",
            )
        ]
