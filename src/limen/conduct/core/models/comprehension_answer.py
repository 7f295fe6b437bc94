"""Whether the information was understood."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.protocol_version import ProtocolVersion
from limen.conduct.core.models.recorded import AppendOnly


class ComprehensionAnswer(AppendOnly):
    """An answer to a comprehension question; staff see from these who needs a talk."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="comprehension_answers"
    )
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="+")
    attempt = models.PositiveIntegerField()  # which attempt at the whole check; the first is 1
    question = models.CharField(max_length=64)
    answer = models.TextField()
    correct = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = "comprehension answer"
