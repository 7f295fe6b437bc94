"""How to reach a participant, encrypted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import Recorded


class ContactDetail(Recorded):
    """How to reach a participant, encrypted under their key; the latest replaces the one before."""

    class Kind(models.TextChoices):
        """What it is."""

        NAME = "name", "Name"
        EMAIL = "email", "E-mail address"
        TELEPHONE = "telephone", "Telephone number"
        ADDRESS = "address", "Postal address"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    ciphertext = models.BinaryField()  # empty once it was taken back
    confirmed_at = models.DateTimeField(null=True)  # the owner has shown that it reaches them
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = "contact detail"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("participant", "kind"), name="one_contact_of_a_kind")
        ]
