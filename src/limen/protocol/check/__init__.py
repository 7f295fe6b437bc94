"""What types cannot say without a calendar: whether the parts of a protocol fit together."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from limen.protocol.check.analyses import check_analyses
from limen.protocol.check.conditions import check_conditions
from limen.protocol.check.context import Context
from limen.protocol.check.course import check_course
from limen.protocol.check.doses import check_doses
from limen.protocol.check.estimands import check_estimands
from limen.protocol.check.finding import Finding
from limen.protocol.check.forms import check_forms
from limen.protocol.check.guesses import check_guesses
from limen.protocol.check.ids import check_ids
from limen.protocol.check.measures import check_measures
from limen.protocol.check.oversight import check_oversight
from limen.protocol.check.payments import check_payments
from limen.protocol.check.schedule import check_schedule
from limen.protocol.check.scoring import check_scoring
from limen.protocol.document.protocol import Protocol

__all__ = ["Finding", "check"]

CHECKS = (
    check_ids,
    check_course,
    check_doses,
    check_schedule,
    check_forms,
    check_measures,
    check_scoring,
    check_guesses,
    check_estimands,
    check_analyses,
    check_oversight,
    check_conditions,
    check_payments,
)


def check(protocol: Protocol, *, lost: Collection[str] = ()) -> Iterator[Finding]:
    """Yield everything that does not fit together.

    References to ids in `lost`, whose pieces could not be read, are not complained about.
    """
    context = Context(protocol, frozenset(lost))
    for one in CHECKS:
        yield from one(context)
