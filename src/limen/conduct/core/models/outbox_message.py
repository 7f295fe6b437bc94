"""Messages that wait to be sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.alert import Alert
from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.site import Site
from limen.conduct.core.models.staff_member import StaffMember


class OutboxMessage(models.Model):
    """A message that waits, written in the same transaction as its cause.

    This is the queue, not the record: workers claim a row by conditional UPDATE and take a lease.
    What happened to it is kept as `MessageEvent`s. It holds no address and no words: `channel` and
    `purpose` say what to send, and whom to is read when it is sent.
    """

    class State(models.TextChoices):
        """waiting → sending → sent | uncertain | failed; or cancelled, or expired."""

        WAITING = "waiting", "Waiting"
        SENDING = "sending", "A worker has it"
        SENT = "sent", "Handed to the provider"
        UNCERTAIN = "uncertain", "A worker died while sending: never sent again, shown to staff"
        FAILED = "failed", "Could not be sent"
        CANCELLED = "cancelled", "Not needed any more"
        EXPIRED = "expired", "Its time passed before it could be sent"

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, null=True, related_name="messages"
    )  # whom it goes to, or is about; None: it is about a site
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="messages")
    occasion = models.ForeignKey(
        Occasion, on_delete=models.PROTECT, null=True, related_name="messages"
    )
    member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="messages"
    )  # of staff, who is called about the participant or site; None: it goes to the participant
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, null=True, related_name="messages")
    channel = models.CharField(max_length=16)  # email, push, text_message, call, pager
    purpose = models.CharField(max_length=40)  # reminder, consent_again, sign_in, ...
    idempotency_key = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField()
    window_end = models.DateTimeField()  # sending later makes no sense
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)  # when it reached a state that it keeps

    class Meta:
        verbose_name = "message"
        indexes: ClassVar = [models.Index(fields=("state", "due_at"))]

    def __str__(self) -> str:
        """The key."""
        return self.idempotency_key
