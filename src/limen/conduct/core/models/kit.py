"""Kits, and what is sealed for each of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.kit_set import KitSet
from limen.conduct.core.models.recorded import AppendOnly, Recorded
from limen.conduct.core.models.site import Site


class Kit(Recorded):
    """A numbered package. Its state follows from its movements; `reconcile` replays them."""

    class State(models.TextChoices):
        """Where it is; `limen.conduct.core.dispatch.moves` says what follows what."""

        EXPECTED = "expected", "Not received yet"
        IN_STOCK = "in_stock", "In stock"
        DISPENSED = "dispensed", "Dispensed, not handed over yet"
        HANDED_OVER = "handed_over", "With the participant"
        CONFIRMED = "confirmed", "With the participant, who confirmed the number"
        RETURNED = "returned", "Brought back"
        COUNTED = "counted", "Brought back and counted"
        RECALLED = "recalled", "Recalled, kept apart"
        TO_BE_BROUGHT_BACK = "to_be_brought_back", "Recalled, still with the participant"
        DAMAGED = "damaged", "Damaged"
        LOST = "lost", "Lost"
        DESTROYED = "destroyed", "Destroyed"

    kit_set = models.ForeignKey(KitSet, on_delete=models.PROTECT, related_name="kits")
    number = models.CharField(max_length=16, unique=True)
    period = models.PositiveIntegerField()
    dose_level = models.CharField(max_length=64, blank=True)
    spare = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=State.choices, default=State.EXPECTED)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="kits")
    lot = models.CharField(max_length=80, blank=True)
    expires_on = models.DateField(null=True)
    movements_made = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("number",)
        indexes: ClassVar = [models.Index(fields=("site", "state"))]

    def __str__(self) -> str:
        """The number."""
        return self.number


class SealedContent(AppendOnly):
    """What is sealed for a kit: its content, and the shares that open it together.

    `openers` is canonical JSON: one half of the key (base64), sealed to each clinician, by name.
    The other half, `share`, is sealed to the server's release key. Either alone opens nothing.
    """

    kit = models.OneToOneField(Kit, on_delete=models.PROTECT, related_name="sealed")
    content = models.BinaryField()
    share = models.BinaryField()
    openers = models.TextField()

    class Meta:
        verbose_name = "sealed content"
