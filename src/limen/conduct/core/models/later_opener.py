"""Clinicians who came after the supply was made."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.supply import Supply


class LaterOpener(AppendOnly):
    """Somebody's key, and their half of the key of each kit, which a clinician granted them.

    `shares` is canonical JSON: half a key in base64, sealed to this person, by number of the kit.
    """

    supply = models.ForeignKey(Supply, on_delete=models.PROTECT, related_name="later_openers")
    name = models.CharField(max_length=40)
    public_key = models.CharField(max_length=64)
    granted_by = models.CharField(max_length=40)
    shares = models.TextField()
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "later opener"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("supply", "name"), name="one_key_of_a_name")
        ]
