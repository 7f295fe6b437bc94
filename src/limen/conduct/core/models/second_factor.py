"""The second factor with which staff sign in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.staff_member import StaffMember


class SecondFactor(Recorded):
    """What somebody's authenticator app holds, encrypted under the master key, until it ends.

    `last_step` is the half minute of the last code that was taken: no code up to it is taken again.
    """

    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="second_factors")
    secret = models.BinaryField()  # empty once it has ended
    last_step = models.BigIntegerField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "second factor"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("member",), condition=models.Q(ended_at=None), name="one_factor_at_a_time"
            )
        ]
