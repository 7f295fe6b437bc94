"""The supplies that this server was given: numbers and sealed contents, never what they hold."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.recorded import AppendOnly


class Supply(AppendOnly):
    """A server part as `limen supply create` made it. Sets are handed out from the oldest first.

    `strata` and `clinicians` are canonical JSON: levels by stratum, public key (hexadecimal) by the
    name of its owner.
    """

    class AssignedBy(models.TextChoices):
        """What decides which set comes next."""

        ORDER = "order", "The order within a stratum"
        DRAW = "draw", "The participant draws"
        ALLOCATOR = "allocator", "The allocator"

    identifier = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)  # SHA-256 of the server part's manifest
    protocol_version = models.CharField(max_length=80)
    protocol_hash = models.CharField(max_length=64)
    made_at = models.CharField(max_length=40)  # as the supply says
    assigned_by = models.CharField(max_length=12, choices=AssignedBy.choices)
    strata = models.TextField()
    label = models.TextField(blank=True)
    content_bytes = models.PositiveIntegerField()
    verify_key = models.CharField(max_length=64)  # what contents are signed with
    release_key = models.CharField(max_length=64)  # the public half of the server's own
    clinicians = models.TextField()
    reason = models.TextField(blank=True)  # why there is another one
    loaded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "supplies"

    def __str__(self) -> str:
        """The id."""
        return self.identifier
