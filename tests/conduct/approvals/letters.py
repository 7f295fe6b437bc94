"""Letters of authorities, as tests write them down."""

from __future__ import annotations

from datetime import UTC, date, datetime

import cast

from limen.conduct.core.approvals.services import record_approval
from limen.conduct.core.models import ApprovalRecord, Site

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
"""Tuesday at the first site, which is in Amsterdam."""
ETHICS, LICENCE = "ethics", "controlled_substance"


def letter(
    site: Site, approval: str = ETHICS, *, first: str = "2026-01-01", last: str = "", by=cast.BY
) -> ApprovalRecord:
    """Record a letter that holds between two days."""
    return record_approval(
        site,
        approval,
        reference=f"{approval} 12/2026",
        valid_from=date.fromisoformat(first),
        valid_until=date.fromisoformat(last) if last else None,
        by=by,
    )


def both(site: Site, *, last: str = "") -> None:
    """Record all that the site needs."""
    letter(site, ETHICS, last=last)
    letter(site, LICENCE)
