"""Why nothing is taken at all: it is somebody else's, or consent is gone."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Participant
from limen.errors import ConductError


def refuse_others(participant: Participant, by: Actor) -> None:
    """Refuse what one participant sends for another."""
    if by.kind == "participant" and by.name != str(participant.code):
        raise ConductError("Participants answer for themselves only.")


def refuse_if_over(participant: Participant) -> None:
    """Refuse what comes from somebody who has withdrawn; `participant` must be fresh."""
    if participant.status == Participant.Status.WITHDRAWN:
        raise ConductError("You have left the study, so nothing was stored.")
