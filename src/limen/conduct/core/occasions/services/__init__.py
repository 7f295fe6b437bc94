"""What writes decisions down, an event per file: one transaction, one audit entry each.

Functions that take a `Record` are parts: of these services, and of those of others that need an
occasion made or judged in their own transaction.
"""

from __future__ import annotations

from limen.conduct.core.occasions.services.adopt_version import adopt_version, remake_occasions
from limen.conduct.core.occasions.services.begin_study import begin_study, make_occasions
from limen.conduct.core.occasions.services.bring_under_version import bring_under_version
from limen.conduct.core.occasions.services.cancel_occasion import cancel_occasion
from limen.conduct.core.occasions.services.change_zone import change_zone
from limen.conduct.core.occasions.services.judge import judge
from limen.conduct.core.occasions.services.pause import pause
from limen.conduct.core.occasions.services.resume import resume, resume_after_pauses
from limen.conduct.core.occasions.services.rows import Opened, as_of, no_reminders
from limen.conduct.core.occasions.services.settle import Settled, settle
from limen.conduct.core.occasions.services.start_occasion import start_occasion
from limen.conduct.core.occasions.services.withdraw import cancel_unfinished, withdraw

__all__ = [
    "Opened",
    "Settled",
    "adopt_version",
    "as_of",
    "begin_study",
    "bring_under_version",
    "cancel_occasion",
    "cancel_unfinished",
    "change_zone",
    "judge",
    "make_occasions",
    "no_reminders",
    "pause",
    "remake_occasions",
    "resume",
    "resume_after_pauses",
    "settle",
    "start_occasion",
    "withdraw",
]
