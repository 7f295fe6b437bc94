"""A person in the study, under a pseudonym."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from limen.conduct.core.models.protocol_version import ProtocolVersion
from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.site import Site


class Participant(Recorded):
    """A person, from invitation on. No name, no address: those are `ContactDetail`s, encrypted."""

    class Status(models.TextChoices):
        """Where the person stands; the last five are those of a dataset."""

        INVITED = "invited", "Invited"
        CONSENTED = "consented", "Consented, in screening"
        ELIGIBLE = "eligible", "Eligible, not enrolled yet"
        INELIGIBLE = "ineligible", "Not eligible"
        ENROLLED = "enrolled", "Enrolled"
        COMPLETED = "completed", "Completed"
        DISCONTINUED = "discontinued", "Discontinued the intervention, stays in the study"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LOST = "lost_to_follow_up", "Lost to follow-up"

    LEFT: ClassVar = (Status.INELIGIBLE, Status.COMPLETED, Status.WITHDRAWN, Status.LOST)
    """Who has left: nothing more is to come for them. The one place that says so."""

    code = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=80, unique=True)  # site and number: `riga-007`
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="participants")
    zone = models.CharField(max_length=64)  # IANA name, as it is now
    language = models.CharField(max_length=35)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.INVITED)
    invited_at = models.DateTimeField()
    enrolled_on = models.DateField(null=True)  # local date of enrolment
    started_on = models.DateField(null=True)  # local date of study day 1; occasions follow from it
    paused_since = models.DateTimeField(null=True)  # None: not paused
    staff_enters = models.BooleanField(default=False)  # has no telephone: staff enter for them
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="+")
    consent_due = models.BooleanField(default=True)  # must consent (again) before anything else

    class Meta:
        ordering = ("number",)
        indexes: ClassVar = [models.Index(fields=("site", "status"))]

    def __str__(self) -> str:
        """The number."""
        return self.number

    @property
    def has_left(self) -> bool:
        """Whether nothing more is to come for this person, for whatever reason."""
        return self.status in self.LEFT

    @property
    def staff_zone(self) -> str:
        """The zone of the site, on whose clock staff write; their own if the site has none."""
        return self.site.zone or self.zone

    @property
    def has_withdrawn(self) -> bool:
        """Whether consent was withdrawn: then nothing more may be kept either, unlike of others."""
        return self.status == self.Status.WITHDRAWN
