"""How often somebody failed to come in, so that guessing is slow."""

from __future__ import annotations

from django.db import models


class FailedAttempts(models.Model):
    """Failed attempts at one door, which the time that passes forgets. No part of the record.

    `key_hash` is a keyed hash of what was tried (see `limen.conduct.core.throttle`), so the table
    tells nobody which names or codes were typed; no address is kept.
    """

    key_hash = models.CharField(max_length=64, primary_key=True)
    level = models.FloatField()  # failed attempts, less those that were forgotten
    at = models.DateTimeField()  # when that was so
    forgotten_at = models.DateTimeField(db_index=True)  # nothing is left of it then

    class Meta:
        verbose_name = "failed attempts"
        verbose_name_plural = "failed attempts"
