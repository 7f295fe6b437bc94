"""What the telephone's clock said. It is written down, and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

WIDEST_OFFSET_MINUTES = 18 * 60  # beyond what any zone has used; more is a broken telephone


@dataclass(frozen=True)
class TelephoneClock:
    """The time a telephone showed (UTC) and its offset from UTC, as far as it said them."""

    at: datetime | None = None
    offset_minutes: int | None = None

    @classmethod
    def read(cls, at: str = "", offset_minutes: str = "") -> TelephoneClock:
        """Return what two fields of a form say; what makes no sense is left out, never refused.

        `at` is ISO 8601 with its offset; `offset_minutes` counts minutes east of UTC.
        """
        return cls(_moment(at), _offset(offset_minutes))

    def ahead_seconds(self, now: datetime) -> int | None:
        """Return by how many seconds the telephone is ahead of the server; negative if behind."""
        return None if self.at is None else round((self.at - now).total_seconds())


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip())
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _offset(text: str) -> int | None:
    try:
        minutes = int(text.strip()[:8])
    except ValueError:
        return None
    return minutes if abs(minutes) <= WIDEST_OFFSET_MINUTES else None
