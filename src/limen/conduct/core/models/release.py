"""Releases: somebody went home after a dose that staff watched."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember


class Release(AppendOnly):
    """Who let somebody go after which dose, with what was so by then.

    `criteria` is JSON by criterion: `met`, `not_met` or `unknown` by its rule; `confirmed` or
    `not_confirmed` by staff.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()  # of the administration
    taken_at = models.DateTimeField()  # as it was recorded when they went
    observed_until = models.DateTimeField(null=True)  # the protocol's hours; None: it names none
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    criteria = models.TextField(blank=True)
    against_advice = models.BooleanField(default=False)
    words = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("released_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("participant", "number"), name="one_release_of_a_dose")
        ]
