"""The delegation log of a site: which tasks an investigator has given to whom, and until when.

It answers for a task, and opens no door: what somebody may do on this server is a matter of roles,
so that a gap in the log keeps nobody from acting in an emergency. Gaps are shown (`undelegated`).
"""

from __future__ import annotations

from limen.conduct.core.delegation.gaps import Gap, undelegated
from limen.conduct.core.delegation.log import Line, log_of
from limen.conduct.core.delegation.sign import meaning_of_delegating, sign_delegation
from limen.conduct.core.delegation.tasks import TASKS, titles_of

__all__ = [
    "TASKS",
    "Gap",
    "Line",
    "log_of",
    "meaning_of_delegating",
    "sign_delegation",
    "titles_of",
    "undelegated",
]
