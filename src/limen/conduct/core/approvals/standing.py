"""How it stands with each approval that a site needs: in hand or not, until when, since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from limen.conduct.core.approvals.days import begins, day_of, lapses
from limen.conduct.core.models import ApprovalRecord, Site
from limen.protocol import Protocol, listed
from limen.protocol.document.people.sites import Approval

FOREVER = datetime(MAXYEAR, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Spell:
    """A time during which one letter holds; the end is the first moment at which it does not."""

    record: ApprovalRecord
    begins: datetime
    ends: datetime
    ending: ApprovalRecord | None  # what ended it early, if anything did


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One approval of one site at one moment.

    `until` is when what is in hand lapses, over renewals that follow without a gap; `latest` is the
    letter that ended last before the moment, `next` the one that begins next after it.
    """

    site: Site
    needed: Approval
    at: datetime
    until: datetime | None  # None: not in hand
    latest: Spell | None
    next: Spell | None

    @property
    def in_hand(self) -> bool:
        """Whether it is in hand."""
        return self.until is not None

    @property
    def last_day(self) -> date | None:
        """Return the last day on which it holds; None if it does not, or has no end."""
        if self.until is None or self.until == FOREVER:
            return None
        return day_of(self.until - timedelta(microseconds=1), self.site)


def needed_at(site: Site, protocol: Protocol) -> tuple[Approval, ...]:
    """Return the approvals that a site needs under a version of the protocol."""
    for one in listed(protocol.population.sites):
        if one.id == site.identifier:
            return tuple(listed(one.approvals_needed))
    return ()


def standings(site: Site, protocol: Protocol, at: datetime) -> list[Standing]:
    """Return how it stands with each approval that a site needs, in the protocol's order."""
    needed = needed_at(site, protocol)
    if not needed:
        return []
    rows = list(ApprovalRecord.objects.filter(site=site).select_related("site", "member"))
    return [_standing(site, one, rows, at) for one in needed]


def spells(rows: Iterable[ApprovalRecord], site: Site) -> list[Spell]:
    """Return when letters about one approval hold, in order; none for those that never did."""
    zone = ZoneInfo(site.staff_zone)
    rows = list(rows)
    found = []
    for row in rows:
        if row.valid_from is None:
            continue
        starts = begins(row.valid_from, zone)
        ends = FOREVER if row.valid_until is None else lapses(row.valid_until, zone)
        ending = None
        for other in rows:
            if other.ends_id == row.pk and other.ended_on is not None:
                over = begins(other.ended_on, zone)
                if over < ends:
                    ends, ending = over, other
        if ends > starts:
            found.append(Spell(row, starts, ends, ending))
    return sorted(found, key=lambda one: (one.begins, one.ends))


def _standing(
    site: Site, needed: Approval, rows: Iterable[ApprovalRecord], at: datetime
) -> Standing:
    found = spells([row for row in rows if row.approval == needed.id], site)
    covered = at
    for one in found:
        if one.begins <= covered < one.ends:
            covered = one.ends
    over = [one for one in found if one.ends <= at]
    return Standing(
        site=site,
        needed=needed,
        at=at,
        until=covered if covered > at else None,
        latest=max(over, key=lambda one: one.ends, default=None),
        next=next((one for one in found if one.begins > at), None),
    )
