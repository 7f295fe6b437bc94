"""Holds: somebody takes no dose until an investigator says so."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.alert import Alert
from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.staff_member import StaffMember


class DosingHold(Recorded):
    """Doses of somebody wait, since a rule fired or an investigator said so."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="dosing_holds"
    )
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, null=True, related_name="holds")
    held_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")
    for_good = models.BooleanField(default=False)  # the protocol's rule says stop, not wait
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # when the participant's message was queued
    read_at = models.DateTimeField(null=True)  # when they tapped "I have read this"
    resumed_at = models.DateTimeField(null=True)
    resumed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resumed_reason = models.ForeignKey(
        FreeText, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resumed_told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "hold of doses"
        verbose_name_plural = "holds of doses"
        ordering = ("since", "id")
        indexes: ClassVar = [models.Index(fields=("participant", "resumed_at"))]
