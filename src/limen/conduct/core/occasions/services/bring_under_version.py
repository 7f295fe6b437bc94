"""After an amendment, everybody whose consent covers it comes under the new version."""

from __future__ import annotations

from contextlib import suppress

from limen.conduct.core.actor import WORKER, Actor
from limen.conduct.core.models import Participant, Study
from limen.conduct.core.occasions.services.adopt_version import adopt_version
from limen.errors import ConductError

BATCH = 50  # people per round of the worker, so that nobody who answers waits long


def bring_under_version(*, by: Actor = WORKER, batch: int = BATCH) -> int:
    """Bring people under the version in force, one per transaction; return how many moved.

    Left alone are those who have left and those who must consent (again) first: their consent does
    it. Safe to repeat, and for several workers at once; who consents or leaves meanwhile is
    skipped.
    """
    study = Study.objects.get()
    if study.locked_at is not None:
        return 0
    waiting = (
        Participant.objects.filter(consent_due=False)
        .exclude(version_id=study.version_id)
        .exclude(status__in=Participant.LEFT)
        .order_by("pk")
    )
    moved = 0
    for participant in waiting[:batch]:
        with suppress(ConductError):
            moved += adopt_version(participant, by=by)
    return moved
