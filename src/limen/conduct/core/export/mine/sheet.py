"""A table of somebody's own data, and how its cells are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from limen.conduct.core.models import FreeText, Participant
from limen.conduct.core.services.free_text import read_text
from limen.errors import ErasedError

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table: `name` is its file's, the rest is for people to read."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True)
class Cells:
    """Writes values as this person reads them: moments on the clock of their zone."""

    participant: Participant

    def moment(self, value: datetime | None) -> str:
        """Return `2026-03-01 18:30:00+02:00`, or nothing."""
        zone = ZoneInfo(self.participant.zone)
        return value.astimezone(zone).isoformat(" ", timespec="seconds") if value else ""

    def words(self, text: FreeText | None) -> str:
        """Return somebody's own words; that they were erased, if so."""
        if text is None:
            return ""
        try:
            return read_text(text)
        except ErasedError:
            return str(_("(erased)"))

    @staticmethod
    def number(value: float | None) -> str:
        """Return a number as it was given."""
        return "" if value is None else f"{value:g}"

    @staticmethod
    def yes(value: bool | None) -> str:
        """Return yes, no or nothing."""
        return "" if value is None else str(_("yes") if value else _("no"))
