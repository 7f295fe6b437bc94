"""Duties: who is on call when, for which role of the protocol, at which site."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.site import Site
from limen.conduct.core.models.staff_member import StaffMember


class Duty(Recorded):
    """A time during which somebody answers for a role; it may be ended early, never moved."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="duties")
    role = models.CharField(max_length=64)  # of the protocol's `safety.roles`
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="duties")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    pager = models.CharField(max_length=80, blank=True)  # the number that the site's pager takes
    ended_at = models.DateTimeField(null=True)  # when it was ended early

    class Meta:
        verbose_name_plural = "duties"
        ordering = ("starts_at", "id")
        indexes: ClassVar = [models.Index(fields=("site", "ends_at"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="a_duty_ends_after_it_starts",
            )
        ]
