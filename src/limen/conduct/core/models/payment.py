"""Payments: that somebody was paid for their time, or that this was noted by mistake."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.staff_member import StaffMember


class Payment(AppendOnly):
    """What was paid for one occasion; a later version may say that it was not.

    Amount and currency are the protocol's, and nobody chooses them. Nothing here points at a dose.
    """

    class Means(models.TextChoices):
        """How it was paid."""

        CASH = "cash", "Cash"
        TRANSFER = "transfer", "Bank transfer"
        VOUCHER = "voucher", "Voucher"
        OTHER = "other", "Otherwise"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="payments")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="payments")
    payment = models.CharField(max_length=64)  # an id of the protocol's `payments`
    version = models.PositiveIntegerField()  # 1, 2, ... within occasion and payment
    paid = models.BooleanField()  # False: the version before was a mistake
    amount = models.CharField(max_length=16)  # a decimal number; text, so that it stays exact
    currency = models.CharField(max_length=3)
    paid_on = models.DateField(null=True)
    means = models.CharField(max_length=10, choices=Means.choices, blank=True)
    reference = models.TextField(blank=True)  # of staff, encrypted as a reason is
    member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("recorded_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("occasion", "payment", "version"), name="one_payment_of_a_version"
            )
        ]
