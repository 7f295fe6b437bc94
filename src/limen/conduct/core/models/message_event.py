"""The evidence of what became of a message."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.outbox_message import OutboxMessage
from limen.conduct.core.models.recorded import AppendOnly


class MessageEvent(AppendOnly):
    """A step in the life of a message: intended, sent, accepted, opened, answered, ..."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)  # never an address

    class Meta:
        verbose_name = "message event"
        ordering = ("at", "id")
