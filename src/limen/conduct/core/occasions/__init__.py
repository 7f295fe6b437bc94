"""Occasions as a state machine: pure decisions here, what writes them down in `services`."""

from __future__ import annotations

from limen.conduct.core.occasions.decide import Decision, decide
from limen.conduct.core.occasions.events import (
    Cancel,
    ChangeZone,
    Clock,
    Event,
    Pause,
    Resume,
    Start,
    Submit,
    Withdraw,
)
from limen.conduct.core.occasions.occasion import Occasion
from limen.conduct.core.occasions.plan import planned
from limen.conduct.core.occasions.state import Reason, State
from limen.conduct.core.occasions.telephone import TelephoneClock
from limen.conduct.core.occasions.verdict import Verdict

__all__ = [
    "Cancel",
    "ChangeZone",
    "Clock",
    "Decision",
    "Event",
    "Occasion",
    "Pause",
    "Reason",
    "Resume",
    "Start",
    "State",
    "Submit",
    "TelephoneClock",
    "Verdict",
    "Withdraw",
    "decide",
    "planned",
]
