"""One occasion of one participant, as decisions see it: no database, nothing that changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from limen.calendar import AssessmentWindow
from limen.conduct.core.occasions.state import Reason, State

Follows: TypeAlias = Literal["participant", "site"]


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """An occasion: its window (wall times, zone and moments), its state, and what happened.

    `follows` says whose local time its window is. `started_at` and `submitted_at` are moments of
    the server's clock. `late` is None until something was submitted.
    """

    id: str  # such as ``evening.3``
    window: AssessmentWindow
    follows: Follows = "participant"
    state: State = State.PLANNED
    reason: Reason = Reason.NONE
    started_at: datetime | None = None
    submitted_at: datetime | None = None
    late: bool | None = None

    @property
    def is_to_come(self) -> bool:
        """Whether its window may still be made again: nothing of it has happened yet."""
        return self.state == State.PLANNED or self.is_paused

    @property
    def is_paused(self) -> bool:
        """Whether a pause cancelled it."""
        return self.state == State.CANCELLED and self.reason == Reason.PAUSED

    @property
    def is_unfinished(self) -> bool:
        """Whether it might still be submitted in the ordinary way."""
        return self.state in (State.PLANNED, State.OPEN, State.STARTED)
