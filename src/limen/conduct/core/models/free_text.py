"""What somebody said in their own words, encrypted."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly


class FreeText(AppendOnly):
    """Something said in somebody's own words, encrypted under the participant's key."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="texts")
    purpose = models.CharField(max_length=40)  # bound into the ciphertext: `response`, `signature`
    ciphertext = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "free text"
