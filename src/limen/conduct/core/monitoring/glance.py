"""A number or two of each matter, for the first page and the head of the report: quickly."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from limen.conduct.core.models import Alert, Query, TreatmentGuess
from limen.conduct.core.monitoring.courses import courses
from limen.conduct.core.monitoring.events import events
from limen.conduct.core.monitoring.guesses import pooled
from limen.conduct.core.monitoring.looks import boundaries_of, information
from limen.conduct.core.monitoring.missing import missing, primary
from limen.conduct.core.monitoring.scope import Scope, share
from limen.conduct.core.monitoring.settled import settled
from limen.conduct.core.monitoring.topic import percent

Line = tuple[str, str]  # what it is called, and the number


def glance(scope: Scope, matter: str) -> tuple[Line, ...]:
    """Return what stands on the first page of a matter."""
    return _GLANCES[matter](scope)


def _accrual(scope: Scope) -> tuple[Line, ...]:
    found = courses(scope)
    randomised = sum(one.randomised is not None for one in found)
    planned = scope.planned
    return (
        (_("Invited"), str(len(found))),
        (_("In the study"), f"{randomised} / {planned}" if planned else str(randomised)),
    )


def _adherence(scope: Scope) -> tuple[Line, ...]:
    found = settled(scope).values()
    sent = share(sum(one.submitted for one in found), sum(one.settled for one in found))
    return ((_("Sent of what is settled"), percent(sent)),)


def _missingness(scope: Scope) -> tuple[Line, ...]:
    lines = list(missing(scope, primary(scope.protocol)))
    lost = share(sum(one.due - one.had for one in lines), sum(one.due for one in lines))
    return ((_("Missing of primary outcomes"), percent(lost)),)


def _quality(scope: Scope) -> tuple[Line, ...]:
    still = scope.rows(Query).exclude(state=Query.State.CLOSED).count()
    return ((_("Queries that are not closed"), str(still)),)


def _safety(scope: Scope) -> tuple[Line, ...]:
    found = events(scope)
    waiting = scope.rows(Alert).filter(state=Alert.State.OPEN).count()
    return (
        (_("Adverse events"), str(len(found))),
        (_("of these serious"), str(sum(one.serious is True for one in found))),
        (_("Alerts that wait"), str(waiting)),
    )


def _guesses(scope: Scope) -> tuple[Line, ...]:
    found = pooled(scope.rows(TreatmentGuess), scope.protocol)
    return ((_("Guesses counted"), str(sum(week.guesses for one in found for week in one.weeks))),)


def _looks(scope: Scope) -> tuple[Line, ...]:
    found = [(one, information(scope, one)) for one in boundaries_of(scope)]
    return tuple(
        (_("Information, %(title)s") % {"title": one.title or one.id}, percent(there.share))
        for one, there in found
        if there is not None
    ) or ((_("Planned looks"), str(len(found))),)


_GLANCES: Mapping[str, Callable[[Scope], tuple[Line, ...]]] = {
    "accrual": _accrual,
    "adherence": _adherence,
    "missingness": _missingness,
    "quality": _quality,
    "safety": _safety,
    "guesses": _guesses,
    "looks": _looks,
}
