"""Moves to another time zone."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly


class ZoneChange(AppendOnly):
    """A participant's move to another time zone; only occasions still to come are made again."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="zone_changes"
    )
    old_zone = models.CharField(max_length=64)
    new_zone = models.CharField(max_length=64)
    since = models.DateTimeField()

    class Meta:
        verbose_name = "zone change"
