"""Devices that a participant uses: only the hash of a token is kept."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import Recorded


class DeviceToken(Recorded):
    """A secret that a participant's device shows; revoking it ends what it allows."""

    class Purpose(models.TextChoices):
        """What it allows."""

        DEVICE = "device", "Signed in on a device"
        CALENDAR = "calendar", "Reads the private calendar feed, nothing else"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.DEVICE)
    title = models.CharField(max_length=80, blank=True)  # "Telephone": never a user agent
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "device token"
