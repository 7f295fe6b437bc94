"""Delegations: which tasks an investigator has given to whom at a site (ICH E6(R3), 2.3)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.site import Site
from limen.conduct.core.models.staff_member import StaffMember


class Delegation(AppendOnly):
    """A version of a line of a site's delegation log, signed by an investigator of the site.

    The latest version of a line counts; it grants no access, which is a matter of roles.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="delegations")
    line = models.PositiveIntegerField()  # of the site's log
    version = models.PositiveIntegerField()
    member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="delegations"
    )  # None: somebody without an account
    person = models.CharField(max_length=200)  # full name, as it was then
    function = models.CharField(max_length=120, blank=True)  # study nurse, pharmacist, ...
    tasks = models.TextField()  # canonical JSON: words of `delegation.tasks`
    starts_on = models.DateField()  # days are those of the site's clock
    ends_on = models.DateField(null=True)  # the last day; None: until further notice
    signed_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("site", "line", "version")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("site", "line", "version"), name="one_delegation_of_a_version"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="a_delegation_ends_after_it_starts",
            ),
        ]
