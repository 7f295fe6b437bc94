"""Approvals of sites: what each needs, what is in hand, and when it lapses.

Reading is here; what writes is in `services`. A site that lacks an approval invites, begins and
enrols nobody; who takes part already goes on. Rules: docs/run/approvals-and-delegation.md.
"""

from __future__ import annotations

from limen.conduct.core.approvals.lacking import lacking_approvals, of_all_sites
from limen.conduct.core.approvals.lapsing import WARN_DAYS, Lapsing, lapsing_soon
from limen.conduct.core.approvals.standing import Standing, needed_at, standings

__all__ = [
    "WARN_DAYS",
    "Lapsing",
    "Standing",
    "lacking_approvals",
    "lapsing_soon",
    "needed_at",
    "of_all_sites",
    "standings",
]
