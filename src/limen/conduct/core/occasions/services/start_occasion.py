"""A participant asks for an occasion's questions."""

from __future__ import annotations

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Occasion
from limen.conduct.core.occasions.decide import decide
from limen.conduct.core.occasions.events import Start
from limen.conduct.core.occasions.services.rows import (
    Opened,
    happens,
    no_reminders,
    read,
)
from limen.conduct.core.occasions.state import State
from limen.conduct.core.occasions.verdict import Verdict
from limen.conduct.core.trail import NothingToDo, recording


def start_occasion(occasion: Occasion, *, by: Actor, opened: Opened = no_reminders) -> Verdict:
    """Note that an occasion was begun; return what its owner is told.

    Asking twice writes once. Where there is nothing to begin, nothing is written, and nobody is
    kept waiting.
    """
    stored = Occasion.objects.select_related("participant").get(pk=occasion.pk)
    looked = decide(read(stored), Start(), clock.now())
    if looked.verdict != Verdict.STARTED or stored.state == State.STARTED:
        return looked.verdict or Verdict.CLOSED
    event = "occasion.started"
    with recording(event, by=by, participant=stored.participant) as record:
        fresh = record.fresh(stored)
        looked = decide(read(fresh), Start(), record.at)
        if looked.verdict != Verdict.STARTED or fresh.state == State.STARTED:
            raise NothingToDo
        record.note("occasion", fresh.identifier)
        happens(record, fresh, Start(), opened=opened)
    return looked.verdict or Verdict.CLOSED
