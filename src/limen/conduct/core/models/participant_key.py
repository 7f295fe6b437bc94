"""A participant's own key: what makes erasure possible."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import Recorded


class ParticipantKey(Recorded):
    """A participant's own key, wrapped by the master key. Destroying it is the erasure."""

    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="key")
    wrapped = models.BinaryField()  # empty once destroyed
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "participant's key"
