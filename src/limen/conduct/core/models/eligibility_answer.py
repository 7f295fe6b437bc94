"""What was answered at screening."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.protocol_version import ProtocolVersion
from limen.conduct.core.models.recorded import AppendOnly


class EligibilityAnswer(AppendOnly):
    """A version of the answer to a screening question; the highest version counts."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="eligibility_answers"
    )
    protocol_version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="+"
    )
    question = models.CharField(max_length=64)
    value = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=16, default="answered")
    version = models.PositiveIntegerField(default=1)
    reason = models.TextField(blank=True)  # why it was corrected
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = "eligibility answer"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("participant", "question", "version"), name="one_screening_version"
            )
        ]
