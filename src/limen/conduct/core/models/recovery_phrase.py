"""Recovery phrases: only hashes are kept."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import Recorded


class RecoveryPhrase(Recorded):
    """A way back after a lost device; a new phrase ends the one before."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="recovery_phrases"
    )
    phrase_hash = models.CharField(max_length=256)  # argon2
    lookup_hash = models.CharField(max_length=64, unique=True)  # finds the row without the code
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "recovery phrase"
