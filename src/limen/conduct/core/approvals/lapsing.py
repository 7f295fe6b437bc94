"""Which approvals lapse soon, so that somebody renews them in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from limen.conduct.core.approvals.days import day_of
from limen.conduct.core.approvals.standing import FOREVER, standings
from limen.conduct.core.models import Site, Study
from limen.protocol import Protocol

WARN_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Lapsing:
    """An approval that is in hand, and after its last day is not."""

    site: Site
    approval: str
    title: str
    last_day: date  # of the site's calendar
    days_left: int  # 0: today is the last day
    lapses_at: datetime

    def __str__(self) -> str:
        """A sentence for staff."""
        return f"{self.title} at {self.site} lapses after {self.last_day.isoformat()}."


def lapsing_soon(
    sites: Iterable[Site],
    at: datetime,
    *,
    days: int = WARN_DAYS,
    protocol: Protocol | None = None,
) -> list[Lapsing]:
    """Return what lapses at these sites within some days and is not renewed yet, the first first.

    Days are counted by the site's calendar.
    """
    asked = protocol or Study.objects.select_related("version").get().protocol
    found = []
    for site in sites:
        for one in standings(site, asked, at):
            if one.until is None or one.until == FOREVER or one.last_day is None:
                continue
            left = (one.last_day - day_of(at, site)) // timedelta(days=1)
            if left <= days:
                found.append(
                    Lapsing(
                        site=site,
                        approval=one.needed.id,
                        title=str(one.needed.title),
                        last_day=one.last_day,
                        days_left=left,
                        lapses_at=one.until,
                    )
                )
    return sorted(found, key=lambda one: (one.lapses_at, one.site.identifier, one.approval))
