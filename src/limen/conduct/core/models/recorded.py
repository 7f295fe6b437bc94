"""What every row of the record shares: an audit entry accounts for it."""

from __future__ import annotations

from typing import Any

from django.db import models


class Recorded(models.Model):
    """A row that may change; `audit_entry` is the entry that accounts for its present state.

    Write it through `Record` (`limen.conduct.core.trail`) only. A column that a later version adds
    must be nullable or may be blank, because the hash of a row leaves out what is empty.
    """

    audit_entry = models.ForeignKey("core.AuditEntry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class AppendOnly(Recorded):
    """A row that never changes and never goes; the database itself refuses UPDATE and DELETE."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:  # Django's own signature
        """Insert the row; refuse to write it a second time."""
        if not self._state.adding:
            raise TypeError(f"A {self._meta.verbose_name} is never changed: add a new version.")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        """Refuse."""
        raise TypeError(f"A {self._meta.verbose_name} is never deleted.")
