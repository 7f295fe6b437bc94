"""Reads a site's delegation log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from limen.conduct.core.models import Delegation, Site


@dataclass(frozen=True)
class Line:
    """A line of the log: its versions, the latest last."""

    versions: tuple[Delegation, ...]

    @property
    def current(self) -> Delegation:
        """Return the version that counts."""
        return self.versions[-1]

    @property
    def earlier(self) -> tuple[Delegation, ...]:
        """Return the versions that it replaced, the latest first."""
        return self.versions[-2::-1]

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day of the site's calendar."""
        row = self.current
        return row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)


def log_of(site: Site) -> list[Line]:
    """Return the lines of a site's log, in order."""
    rows = Delegation.objects.filter(site=site).select_related("member", "signed_by")
    ordered = rows.order_by("line", "version")
    return [Line(tuple(found)) for _, found in groupby(ordered, key=lambda one: one.line)]
