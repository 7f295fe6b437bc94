"""The study that this server runs."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.protocol_version import ProtocolVersion
from limen.conduct.core.models.recorded import Recorded
from limen.protocol import Protocol


class Study(Recorded):
    """The one study of this server; there is exactly one row, with `id` 1."""

    identifier = models.CharField(max_length=64)  # the protocol's `id`
    title = models.TextField()
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)  # people may be enrolled from then on
    locked_at = models.DateTimeField(null=True)  # database lock: nothing changes any more
    demonstration = models.BooleanField(default=False)  # no real people
    deployment = models.CharField(max_length=32, blank=True)  # id of the folder it belongs to
    master_key_id = models.CharField(max_length=32)  # which master key wraps participants' keys

    class Meta:
        verbose_name_plural = "studies"

    def __str__(self) -> str:
        """The protocol's id."""
        return self.identifier

    @property
    def protocol(self) -> Protocol:
        """The document in force."""
        return self.version.protocol
