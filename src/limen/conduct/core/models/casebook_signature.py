"""An investigator's signature below all that was recorded of one participant."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember


class CasebookSignature(AppendOnly):
    """Who signed one participant's casebook, as it was at one entry of the trail.

    That entry's hash covers everything before it, so no copy of the casebook is kept. A signature
    counts as long as nothing in the casebook was written by a later entry.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="casebook_signatures"
    )
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    seen_number = models.PositiveBigIntegerField()  # the last entry that wrote in the casebook
    seen_hash = models.CharField(max_length=64)
    meaning = models.CharField(max_length=200)  # what signing means, as shown
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = "casebook signature"
        ordering = ("signed_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("participant", "seen_number"), name="one_signature_of_a_state"
            )
        ]

    def __str__(self) -> str:
        """`riga-007 at 812`."""
        return f"{self.participant} at {self.seen_number}"
