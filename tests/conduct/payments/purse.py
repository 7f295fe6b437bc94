"""A protocol that pays for days of the run-in and for weeks, in two currencies."""

from __future__ import annotations

from datetime import UTC, date, datetime

import servers

from limen.conduct.core.models import Participant, Payment, StaffMember
from limen.conduct.core.payments import dues_of, pay

PROTOCOL = servers.DEMONSTRATION.replace(
    "\npayments:\n",
    """
payments:
  - {id: run_in, title: A day of run-in, amount: 2.5, currency: EUR, occasions: [run_in_diary]}
  - {id: travel, title: Travel, amount: 5, currency: USD, occasions: [week]}
""",
    1,
)
assert PROTOCOL != servers.DEMONSTRATION
RUN_IN = [f"run_in_diary.{number}:run_in" for number in (1, 2, 3)]
LATER = datetime(2026, 4, 10, 18, tzinfo=UTC)
"""All is over."""


def keys(person: Participant, *, owed: bool | None = None) -> list[str]:
    """What is due to somebody; `owed`: only what is, or is no more."""
    return [one.key for one in dues_of(person) if owed is None or (one.paid is None) is owed]


def pays(person: Participant, member: StaffMember, *due: str, **more: object) -> list[Payment]:
    """Record a payment today."""
    told = {"paid_on": date(2026, 3, 3), "means": "cash", "reference": "Receipt 7 of Anna Ābele"}
    return pay(person, due, member=member, **told | more)
