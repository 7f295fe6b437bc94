"""What happened to a form, step by step."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember
from limen.conduct.core.models.visit_form import VisitForm


class FormEvent(AppendOnly):
    """A step in the life of a form; `content` is the hash of what it held then."""

    class Kind(models.TextChoices):
        """What happened."""

        SAVED = "saved", "Begun or gone on with"
        COMPLETED = "completed", "Completed"
        NOT_DONE = "not_done", "Said not to be done"
        CHANGED = "changed", "Changed after it was complete"
        VERIFIED = "verified", "Verified at its source"
        SIGNED = "signed", "Signed"
        FROZEN = "frozen", "Frozen"
        UNFROZEN = "unfrozen", "Unfrozen"
        LOCKED = "locked", "Locked"

    form = models.ForeignKey(VisitForm, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=VisitForm.State.choices)  # after it
    at = models.DateTimeField()
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    content = models.CharField(max_length=64, blank=True)
    meaning = models.CharField(max_length=400, blank=True)  # of a signature, as it was shown
    words = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "form event"
        ordering = ("at", "id")
