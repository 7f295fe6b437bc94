"""Recovery codes: for staff whose telephone is not at hand. Only hashes are kept."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.second_factor import SecondFactor


class RecoveryCode(Recorded):
    """A code that counts as the second factor once, as long as that has not ended."""

    factor = models.ForeignKey(
        SecondFactor, on_delete=models.PROTECT, related_name="recovery_codes"
    )
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "recovery code"
