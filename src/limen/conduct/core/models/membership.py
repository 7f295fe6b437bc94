"""Memberships: what somebody is at which site."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.site import Site
from limen.conduct.core.models.staff_member import StaffMember


class Membership(Recorded):
    """A role that somebody holds at a site, until it ends. Access to arms is never a role."""

    class Role(models.TextChoices):
        """What somebody may do; `limen.conduct.core.access` is where it is asked."""

        ADMINISTRATOR = "administrator", "Administrator: accounts, amendments; no participant data"
        INVESTIGATOR = "investigator", "Investigator: decides, signs, judges"
        COORDINATOR = "coordinator", "Coordinator: invites, enters, corrects"
        MONITOR = "monitor", "Monitor: reads everything blinded, changes nothing"
        RATER = "rater", "Blinded rater: rates by number, and sees nothing else"

    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="memberships")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("member", "site", "role"),
                condition=models.Q(ended_at=None),
                name="one_membership_at_a_time",
            )
        ]

    def __str__(self) -> str:
        """`anna: coordinator at riga`."""
        return f"{self.member}: {self.role} at {self.site}"
