"""Safety: alerts with a clock, who is on call, and holds of doses.

Reading is here; what writes is in `services`. A rule that fires makes its alert in the transaction
of the answers (`raise_alerts`); the worker calls people and moves on to the next (`keep_watch`).
States and guarantees: docs/run/the-night-call.md.
"""

from __future__ import annotations

from limen.conduct.core.safety.holds import is_held, standing_holds
from limen.conduct.core.safety.reading import (
    alert_for_reading,
    alerts_of,
    may_act,
    role_title,
    title_of,
    titles_of_rules,
)
from limen.conduct.core.safety.roster import (
    Gap,
    gaps,
    on_duty,
    roles_of,
    somebody_watches,
    unwatched,
)

__all__ = [
    "Gap",
    "alert_for_reading",
    "alerts_of",
    "gaps",
    "is_held",
    "may_act",
    "on_duty",
    "role_title",
    "roles_of",
    "somebody_watches",
    "standing_holds",
    "title_of",
    "titles_of_rules",
    "unwatched",
]
