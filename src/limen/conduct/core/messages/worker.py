"""What the worker does every few seconds."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.db import close_old_connections

from limen.conduct.core import clock
from limen.conduct.core.approvals.services.warn import warn_of_lapses
from limen.conduct.core.dispatch.opening.told import TOLD
from limen.conduct.core.messages.evidence import note_answered
from limen.conduct.core.messages.plan import plan_reminders, queue
from limen.conduct.core.messages.send import Sent, send_due
from limen.conduct.core.models import Study
from limen.conduct.core.occasions.services import (
    Settled,
    bring_under_version,
    resume_after_pauses,
    settle,
)
from limen.conduct.core.safety.services.watch import (
    READ_TODAY,
    Watched,
    keep_watch,
    tell_of_holds,
)
from limen.conduct.core.screening.enrolment import enrol_who_waited

Answer = TypeVar("Answer")
_AFTER_THE_LOCK = (TOLD, READ_TODAY)  # a broken blind: to the team, and to the person
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Ticked:
    """What one round of the worker did; `faults` counts parts that could not be done this time."""

    amended: int = 0
    resumed: int = 0
    settled: Settled = field(default_factory=Settled)
    watched: Watched = field(default_factory=Watched)
    warned: int = 0  # of staff, whose site's approvals lapse
    enrolled: int = 0  # who waited for them
    sent: Sent = field(default_factory=Sent)
    answered: int = 0
    faults: int = 0

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return self == Ticked()


def tick(now: datetime | None = None, *, worker: str = "", looks_back: bool = True) -> Ticked:
    """Do what is due: apply amendments, end pauses, open and close occasions, call people, send.

    Safe to repeat, and for several workers at once. A part that fails (a locked database, say) is
    logged and left to the next round; it keeps no other part from being done. After the database
    lock people are told of a blind that was broken, and nothing else is done. `now` puts the round
    at another moment: tests and demonstrations.
    `looks_back` says whether to look which reminders were answered: it looks through days of them,
    and nobody waits for it.
    """
    with clock.as_of(now) if now is not None else nullcontext():
        return _tick(worker or secrets.token_hex(4), looks_back=looks_back)


def _tick(worker: str, *, looks_back: bool) -> Ticked:
    faults: list[str] = []
    if Study.objects.exclude(locked_at=None).exists():
        watched = _part("holds", partial(tell_of_holds, queue), Watched(), faults)
        telling = partial(send_due, worker=worker, purposes=_AFTER_THE_LOCK)
        sent = _part("sending", telling, Sent(), faults)
        return Ticked(watched=watched, sent=sent, faults=len(faults))
    amended = _part("amendments", bring_under_version, 0, faults)
    resuming = partial(resume_after_pauses, opened=plan_reminders)
    resumed = _part("pauses", resuming, 0, faults)
    settled = _part("occasions", partial(settle, opened=plan_reminders), Settled(), faults)
    watched = _part("alerts", partial(keep_watch, queue), Watched(), faults)
    warned = _part("approvals", partial(warn_of_lapses, queue), 0, faults)
    enrolled = _part("enrolment", enrol_who_waited, 0, faults)
    sent = _part("sending", partial(send_due, worker=worker), Sent(), faults)
    answered = _part("answers", note_answered, 0, faults) if looks_back else 0
    return Ticked(
        amended=amended,
        resumed=resumed,
        settled=settled,
        watched=watched,
        warned=warned,
        enrolled=enrolled,
        sent=sent,
        answered=answered,
        faults=len(faults),
    )


def _part(name: str, work: Callable[[], Answer], otherwise: Answer, faults: list[str]) -> Answer:
    """Do one part of a round; where it fails, note that and go on."""
    try:
        return work()
    except Exception as error:  # whatever it was, the other parts must be done
        _log.error("The worker's part %s failed: %s", name, type(error).__name__)
        faults.append(name)
        close_old_connections()
        return otherwise
