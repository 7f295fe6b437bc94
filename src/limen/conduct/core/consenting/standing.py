"""Who can still take part in anything."""

from __future__ import annotations

from limen.conduct.core.models import Participant
from limen.errors import ConductError


def refuse_if_gone(participant: Participant) -> None:
    """Raise `ConductError` if somebody has left; `participant` must be fresh."""
    if participant.has_left:
        raise ConductError(
            f"{participant} takes part no longer: {participant.get_status_display()}."
        )
