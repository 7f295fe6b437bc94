"""Occasions: what is due for whom, between which wall times, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.fields import WallTimeField
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.protocol_version import ProtocolVersion
from limen.conduct.core.models.recorded import Recorded


class Occasion(Recorded):
    """One planned occasion of one participant.

    Wall times and `zone` are what was planned; the three moments in UTC were computed when the
    occasion was made, and are what the server acts on.
    """

    class State(models.TextChoices):
        """planned → open → started → submitted | expired | missed | cancelled."""

        PLANNED = "planned", "Planned"
        OPEN = "open", "Open"
        STARTED = "started", "Started"
        SUBMITTED = "submitted", "Submitted"
        EXPIRED = "expired", "Started, never submitted"
        MISSED = "missed", "Never started"
        CANCELLED = "cancelled", "Cancelled"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="occasions")
    identifier = models.CharField(max_length=80)  # as in the protocol: `diary.3`
    definition = models.CharField(max_length=64)  # `diary`
    number = models.PositiveIntegerField()  # 3
    kind = models.CharField(max_length=24)  # visit, diary, task, rater_assessment, ...
    respondent = models.CharField(max_length=64, default="participant")
    phase = models.CharField(max_length=64, blank=True)
    period = models.PositiveIntegerField(null=True)
    study_day = models.IntegerField()
    daily_entry = models.PositiveIntegerField(default=1)  # which entry of the day
    zone = models.CharField(max_length=64)
    opens_local = WallTimeField()
    closes_local = WallTimeField()
    grace_ends_local = WallTimeField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    grace_ends_at = models.DateTimeField()
    late_rule = models.CharField(max_length=8, default="refuse")  # refuse, flag, accept
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    started_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # when it expired, was missed or cancelled
    late = models.BooleanField(default=False)
    state_reason = models.CharField(max_length=40, blank=True)  # why so: a word, not a sentence
    made_at = models.DateTimeField()
    made_under = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("opens_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("participant", "identifier"), name="one_occasion_of_a_name"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=("participant", "opens_at")),
            models.Index(fields=("state", "opens_at")),
            models.Index(fields=("state", "grace_ends_at")),
        ]

    def __str__(self) -> str:
        """`riga-007 diary.3`."""
        return f"{self.participant} {self.identifier}"
