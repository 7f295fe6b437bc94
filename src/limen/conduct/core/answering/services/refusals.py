"""Why nothing is taken at all: somebody else's, the study is locked, or consent is gone."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Participant, Study
from limen.errors import ConductError


def refuse_others(participant: Participant, by: Actor) -> None:
    """Refuse what one participant sends for another."""
    if by.kind == "participant" and by.name != str(participant.code):
        raise ConductError("Participants answer for themselves only.")


def refuse_if_locked() -> None:
    """Refuse everything after the database lock."""
    if Study.objects.exclude(locked_at=None).exists():
        raise ConductError("The study's data are locked; nothing can be added any more.")


def refuse_if_over(participant: Participant) -> None:
    """Refuse after the database lock, and from who has withdrawn; `participant` must be fresh."""
    refuse_if_locked()
    if participant.status == Participant.Status.WITHDRAWN:
        raise ConductError("You have left the study, so nothing was stored.")
