"""Movements of kits: the ledger."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.kit import Kit
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.site import Site


class KitMovement(AppendOnly):
    """Something that happened to a kit. Who did it is in the audit entry."""

    class Kind(models.TextChoices):
        """What happened."""

        RECEIVED = "received", "Received"
        DISPENSED = "dispensed", "Dispensed"
        PUT_BACK = "put_back", "Put back into stock"
        HANDED_OVER = "handed_over", "Handed over"
        CONFIRMED = "confirmed", "Confirmed by the participant"
        RETURNED = "returned", "Brought back"
        COUNTED = "counted", "Counted"
        RECALLED = "recalled", "Recalled"
        DAMAGED = "damaged", "Found damaged"
        LOST = "lost", "Lost"
        DESTROYED = "destroyed", "Destroyed"

    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="movements")
    nth = models.PositiveIntegerField()  # of the kit's movements; the first is 1
    kind = models.CharField(max_length=16, choices=Kind.choices)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, null=True, related_name="kit_movements"
    )
    lot = models.CharField(max_length=80, blank=True)  # received: as printed on the label
    expires_on = models.DateField(null=True)  # received: as printed on the label
    units = models.PositiveIntegerField(null=True)  # brought back or counted: doses that are left
    instead_of = models.ForeignKey(
        Kit, on_delete=models.PROTECT, null=True, related_name="+"
    )  # dispensed: the kit that it replaces
    reason = models.CharField(max_length=40, blank=True)  # one of a list
    witness = models.CharField(max_length=80, blank=True)  # destroyed: the name of who saw it
    at = models.DateTimeField()

    class Meta:
        verbose_name = "kit movement"
        ordering = ("at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("kit", "nth"), name="one_movement_at_a_time")
        ]
