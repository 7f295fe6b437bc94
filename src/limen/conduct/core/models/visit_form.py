"""Forms that staff fill in at an occasion, and how far each has come."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.staff_member import StaffMember


class VisitForm(Recorded):
    """One form at one occasion. What it holds are responses and measurements of `respondent`.

    A form without a row is due. `content` is SHA-256 over the versions that it holds: what somebody
    verified or signed is what had this hash.
    """

    class State(models.TextChoices):
        """in_work → complete → verified → signed → frozen → locked; or not_done."""

        IN_WORK = "in_work", "In work"
        COMPLETE = "complete", "Complete"
        VERIFIED = "verified", "Verified at its source"
        SIGNED = "signed", "Signed"
        FROZEN = "frozen", "Frozen"
        LOCKED = "locked", "Locked"
        NOT_DONE = "not_done", "Not done"

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="visit_forms"
    )
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="visit_forms")
    form = models.CharField(max_length=64)  # its id; of an occasion that is a form, the occasion's
    respondent = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices)
    content = models.CharField(max_length=64, blank=True)
    performed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="+"
    )  # who examined or rated
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="+"
    )  # who entered it
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.ForeignKey(
        FreeText, on_delete=models.PROTECT, null=True, related_name="+"
    )  # why it was not done

    class Meta:
        verbose_name = "visit form"
        ordering = ("occasion__opens_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("occasion", "form"), name="one_form_at_an_occasion")
        ]
        indexes: ClassVar = [models.Index(fields=("participant", "state"))]

    def __str__(self) -> str:
        """`riga-007 week.2 vital_signs`."""
        return f"{self.occasion} {self.form}"
