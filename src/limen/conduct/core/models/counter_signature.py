"""Staff's signatures below a consent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.consent import Consent
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember


class CounterSignature(AppendOnly):
    """The signature of staff below a participant's consent."""

    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="counter_signatures"
    )
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    respondent = models.CharField(max_length=64, blank=True)  # of the protocol's `signed_by`
    meaning = models.CharField(max_length=200)  # what signing means, as shown
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = "counter-signature"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("consent", "member"), name="one_signature_each")
        ]
