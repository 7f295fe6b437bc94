"""Alerts: a safety rule fired, and somebody must act."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.protocol_version import ProtocolVersion
from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.staff_member import StaffMember
from limen.conduct.core.models.submission import Submission


class Alert(Recorded):
    """A rule that fired about somebody, and where its clock stands.

    What was answered is not repeated here: `submission` says what it was, if it was one. The row is
    the queue of its own calls: a worker calls people for `step` as long as `called_at` is empty.
    """

    class State(models.TextChoices):
        """open → acknowledged → closed."""

        OPEN = "open", "Waits for somebody"
        ACKNOWLEDGED = "acknowledged", "Somebody acts"
        CLOSED = "closed", "Closed"

    class Source(models.TextChoices):
        """Which part of the protocol the rule stands in."""

        SAFETY = "safety", "Safety rule"
        HOLD = "hold", "Rule for holding doses"
        STOP = "stop", "Rule for stopping doses"
        MEDICINE = "medicine", "Medication that must not be taken beside"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="alerts")
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, related_name="+"
    )  # None: staff's own entry, such as a judgement
    source = models.CharField(max_length=8, choices=Source.choices)
    rule = models.CharField(max_length=64)  # its id in the protocol
    responsible = models.CharField(max_length=64, blank=True)  # role; blank: the investigators
    next_role = models.CharField(max_length=64, blank=True)
    within_hours = models.FloatField(null=True)  # None: the protocol sets no time
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    step = models.PositiveIntegerField(default=0)  # how often nobody had acknowledged in time
    fired_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True)  # by when somebody must have acknowledged
    due_at = models.DateTimeField(null=True)  # when the next step comes, if nobody has by then
    called_at = models.DateTimeField(null=True)  # when people were called for the present step
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=24, blank=True)  # a word of `safety.OUTCOMES`

    class Meta:
        ordering = ("fired_at", "id")
        indexes: ClassVar = [
            models.Index(fields=("state", "due_at")),
            models.Index(fields=("participant", "state")),
        ]

    def __str__(self) -> str:
        """`riga-007 severe_event`."""
        return f"{self.participant} {self.rule}"
