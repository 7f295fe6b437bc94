"""Approvals of sites: that one is in hand, from when to when, or that it ended."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.site import Site
from limen.conduct.core.models.staff_member import StaffMember


class ApprovalRecord(AppendOnly):
    """A letter of an authority, or the end of one before its time (`ends`, `ended_on`, `reason`).

    Days are those of the site's clock. A renewal is another row beside the first, so that it can be
    written down before the first lapses.
    """

    class Reason(models.TextChoices):
        """Why an approval ended before its time."""

        REVOKED = "revoked", "Revoked by the authority"
        SUSPENDED = "suspended", "Suspended by the authority"
        GIVEN_BACK = "given_back", "Given back by the site"
        MISTAKE = "mistake", "Entered by mistake: it never held"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="approvals")
    approval = models.CharField(max_length=64)  # an id of the site's `approvals_needed`
    version = models.PositiveIntegerField()  # 1, 2, ... within site and approval
    reference = models.CharField(max_length=200, blank=True)  # as the authority gave it
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)  # the last day; None: without end
    letter_sha256 = models.CharField(max_length=64, blank=True)
    ends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="endings")
    ended_on = models.DateField(null=True)  # the first day on which it holds no more
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="+"
    )  # None: somebody at the server's command line
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "record of an approval"
        ordering = ("site", "approval", "version")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("site", "approval", "version"), name="one_approval_record_of_a_version"
            ),
            models.CheckConstraint(
                condition=models.Q(ends=None, valid_from__isnull=False, ended_on=None)
                | models.Q(ends__isnull=False, valid_from=None, ended_on__isnull=False),
                name="an_approval_record_begins_or_ends",
            ),
        ]
