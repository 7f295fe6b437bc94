"""What each participant has behind them, and what of it they sent: one query."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from limen.conduct.core.models import Occasion
from limen.conduct.core.monitoring.scope import Scope, share, states


@dataclass(frozen=True, kw_only=True)
class Settled:
    """One person's occasions that may be answered no more, and those of them that were sent."""

    settled: int
    submitted: int

    @property
    def share(self) -> float | None:
        """Sent of settled; None before anything is."""
        return share(self.submitted, self.settled)


def settled(scope: Scope) -> dict[int, Settled]:
    """Return by key what participants answer themselves: who had nothing planned is not in it.

    The same counts as `limen.conduct.core.export.adherence`, which says more and takes longer.
    """
    found = states(scope)
    counts = {
        "settled": found["submitted"] | found["missed"] | found["expired"],
        "submitted": found["submitted"],
    }
    rows = scope.rows(Occasion).filter(respondent="participant").values_list("participant_id")
    rows = rows.annotate(**{name: Count("pk", filter=rule) for name, rule in counts.items()})
    return {row[0]: Settled(**dict(zip(counts, row[1:], strict=True))) for row in rows}
