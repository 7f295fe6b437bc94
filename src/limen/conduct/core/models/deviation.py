"""Deviations: where the study did not go by its protocol."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember


class Deviation(AppendOnly):
    """A version of the record of one deviation; the highest version counts.

    `proposed` ones were noticed by the server; staff take them over, or say that it is none.
    """

    class Category(models.TextChoices):
        """What kind; the list follows what trials report under ICH E3, 10.2."""

        ELIGIBILITY = "eligibility", "Eligibility"
        CONSENT = "consent", "Consent"
        DOSING = "dosing", "Dosing"
        VISIT_WINDOW = "visit_window", "Window of a visit"
        PROHIBITED_MEDICATION = "prohibited_medication", "Prohibited medication"
        PROCEDURE = "procedure", "Procedure"
        BLINDING = "blinding", "Blinding"
        OTHER = "other", "Other"

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="deviations"
    )
    number = models.PositiveIntegerField()  # of the participant's deviations; the first is 1
    version = models.PositiveIntegerField(default=1)
    category = models.CharField(max_length=24, choices=Category.choices)
    important = models.BooleanField(null=True)  # None: nobody has said so yet
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, null=True, related_name="+")
    medication = models.PositiveIntegerField(null=True)  # number of the medication it is about
    happened_on = models.DateField()
    words = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")
    proposed = models.BooleanField(default=False)
    voided = models.BooleanField(default=False)  # it was none
    reason = models.TextField(blank=True)  # why there is a new version
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("participant", "number", "version"), name="one_deviation_version"
            )
        ]
