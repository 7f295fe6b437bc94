"""Where the study runs."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.recorded import Recorded


class Site(Recorded):
    """A site of the protocol; a study at home has one too."""

    identifier = models.CharField(max_length=64, unique=True)  # as in the protocol
    title = models.CharField(max_length=200)
    zone = models.CharField(max_length=64, blank=True)  # IANA name; blank if the protocol is silent
    last_number = models.PositiveIntegerField(default=0)  # participants are numbered per site

    class Meta:
        ordering = ("identifier",)

    def __str__(self) -> str:
        """The site's id."""
        return self.identifier

    @property
    def staff_zone(self) -> str:
        """The zone on whose clock its staff write; UTC where the protocol is silent."""
        return self.zone or "UTC"
