"""The audit trail: what happened, who did it, and a hash that binds it to all that came before."""

from __future__ import annotations

from typing import Any

from django.db import models


class AuditEntry(models.Model):
    """One event. Entries are numbered without gaps from 1, each holds the hash of the one before.

    `payload` is canonical JSON: `made` and `changed` give the state hash of every row that the
    event wrote (table -> row -> SHA-256), `notes` what else should be known about it. `seal` is
    made with a key that is not in the database: who can write that alone cannot add an entry.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)  # see `Actor`: staff:anna, participant:<code>, system:web
    event = models.CharField(max_length=80)  # noun, dot, past tense: `participant.withdrew`
    participant = models.UUIDField(null=True, db_index=True)  # code of whom it is about
    protocol = models.CharField(max_length=64, blank=True)  # hash of the version then in force
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    seal = models.CharField(max_length=96, null=True)  # keyed hash of `hash`; None: before seals

    class Meta:
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        ordering = ("number",)

    def __str__(self) -> str:
        """`7 participant.withdrew`."""
        return f"{self.number} {self.event}"

    def save(self, *args: Any, **options: Any) -> None:  # Django's own signature
        """Insert the entry; refuse to write it a second time."""
        if not self._state.adding:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        """Refuse."""
        raise TypeError("An audit entry is never deleted.")
