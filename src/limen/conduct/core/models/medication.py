"""Medications that somebody takes besides the intervention."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember


class Medication(AppendOnly):
    """A version of the record of one medication; the highest version counts.

    Name, indication and dose are typed by staff, so they are encrypted, as text that begins with
    `sealed:`. `flagged` and `perhaps` are canonical JSON: ids of the protocol's rules that the name
    matches, and of those that it nearly matches.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="medications"
    )
    number = models.PositiveIntegerField()  # of the participant's medications; the first is 1
    version = models.PositiveIntegerField(default=1)
    name = models.TextField()
    indication = models.TextField(blank=True)
    dose = models.TextField(blank=True)  # and how often, in words
    starts_on = models.DateField(null=True)  # None: not known
    ends_on = models.DateField(null=True)
    ongoing = models.BooleanField(default=True)
    flagged = models.TextField(blank=True)
    perhaps = models.TextField(blank=True)
    voided = models.BooleanField(default=False)  # entered by mistake
    reason = models.TextField(blank=True)  # why there is a new version
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("participant", "number", "version"), name="one_medication_version"
            )
        ]
