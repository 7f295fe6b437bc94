"""Who decided on eligibility, and how."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.protocol_version import ProtocolVersion
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember


class EligibilityDecision(AppendOnly):
    """An investigator's decision, with the criteria that were not met; the latest counts."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="eligibility_decisions"
    )
    protocol_version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="+"
    )
    eligible = models.BooleanField()
    failed = models.TextField(blank=True)  # canonical JSON: ids of criteria not met
    undecided = models.TextField(blank=True)  # canonical JSON: ids of criteria nobody could decide
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = "eligibility decision"
