"""The list of who may open a content in an emergency. It is no role: a role and a grant, both."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.staff_member import StaffMember


class OpeningGrant(Recorded):
    """Somebody's place on that list, with the name under which the supply knows their key."""

    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="opening_grants")
    role = models.CharField(max_length=64)  # one of the protocol's `may_open`
    key_name = models.CharField(max_length=40)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "opening grant"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("member",), condition=models.Q(ended_at=None), name="one_grant_at_a_time"
            )
        ]
