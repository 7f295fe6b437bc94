"""Columns that Django does not bring."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:
    _Text = models.CharField[datetime | str, datetime]
else:
    _Text = models.CharField  # cannot be subscripted when the program runs


class WallTimeField(_Text):
    """A local wall time without a zone, as a naive `datetime`; stored as `2026-03-29T02:30:00`.

    Text, because both databases would bend a naive time: a wall time is no moment, and the zone
    that makes it one stands in another column. Text of this form sorts as the times do.
    """

    description = "Local wall time"

    def __init__(self, *args: Any, **options: Any) -> None:  # Django's own signature
        options["max_length"] = 26
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Leave the length out of migrations; it never varies."""
        name, path, args, options = super().deconstruct()
        options.pop("max_length", None)
        return name, path, args, options

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> datetime | None:
        """Return the stored text as a wall time."""
        return self.to_python(value)

    def to_python(self, value: Any) -> datetime | None:
        """Return text as a wall time; `ValidationError` for anything with a zone."""
        if value is None or value == "":
            return None
        try:
            found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            raise ValidationError(f"{value!r} is no time: write 2026-03-29T02:30:00.") from None
        if found.tzinfo is not None:
            raise ValidationError(f"{value!r} has a zone; a wall time has none.")
        return found

    def get_prep_value(self, value: Any) -> str | None:
        """Return the text that is stored."""
        found = self.to_python(value)
        return None if found is None else found.isoformat()
