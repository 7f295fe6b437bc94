"""Approvals as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from limen.conduct.core.approvals import Standing, standings
from limen.conduct.core.models import ApprovalRecord, Site
from limen.conduct.staff.trail import who
from limen.protocol import Protocol


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A record of a letter, and how it ended early, if it did."""

    row: ApprovalRecord
    ending: ApprovalRecord | None

    @property
    def by(self) -> str:
        """Who wrote it down."""
        member = self.row.member
        return str(member.full_name) if member else who(self.row.audit_entry.by, {})


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An approval that the site needs: how it stands, and its letters, the latest first."""

    standing: Standing
    letters: tuple[Letter, ...]

    @property
    def id(self) -> str:
        """Return its name in the protocol."""
        return self.standing.needed.id

    @property
    def title(self) -> str:
        """Return what is approved."""
        return str(self.standing.needed.title)

    @property
    def authority(self) -> str:
        """Return who gives it."""
        return str(self.standing.needed.authority)

    @property
    def last_day(self) -> date | None:
        """Return the last day on which it holds."""
        return self.standing.last_day


def shown_of(site: Site, protocol: Protocol, at: datetime) -> list[Shown]:
    """Return the approvals that a site needs, as the page shows them."""
    rows = ApprovalRecord.objects.filter(site=site).select_related("member", "audit_entry")
    found = list(rows.order_by("-version"))
    endings = {row.ends_id: row for row in reversed(found) if row.ends_id is not None}
    return [
        Shown(
            standing=one,
            letters=tuple(
                Letter(row=row, ending=endings.get(row.pk))
                for row in found
                if row.approval == one.needed.id and row.ends_id is None
            ),
        )
        for one in standings(site, protocol, at)
    ]
