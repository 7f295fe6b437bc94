"""Sets of kits, one per randomisation number."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.supply import Supply


class KitSet(Recorded):
    """All kits of one randomisation number; whose it is, once it was assigned. For good."""

    supply = models.ForeignKey(Supply, on_delete=models.PROTECT, related_name="sets")
    number = models.CharField(max_length=16, unique=True)
    stratum = models.TextField()  # canonical JSON: level by factor; `{}` where there are none
    draw = models.PositiveIntegerField(null=True)  # people who draw: of which draw this is one
    order = models.PositiveIntegerField()  # within the stratum, or the draw; the first is 1
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, null=True, related_name="kit_sets"
    )
    assigned_at = models.DateTimeField(null=True)
    randomised_on = models.DateField(null=True)  # that moment's date where the participant lives

    class Meta:
        verbose_name = "kit set"
        ordering = ("supply_id", "draw", "order", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("supply", "stratum", "order"),
                condition=models.Q(draw=None),
                name="one_set_at_each_place",
            ),
            models.UniqueConstraint(
                fields=("supply", "draw", "order"),
                condition=~models.Q(draw=None),
                name="one_set_at_each_place_of_a_draw",
            ),
            models.UniqueConstraint(
                fields=("participant",), condition=models.Q(draw=None), name="one_set_each"
            ),
        ]

    def __str__(self) -> str:
        """The number."""
        return self.number
