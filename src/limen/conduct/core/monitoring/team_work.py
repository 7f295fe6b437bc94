"""What the team still has to do about data: queries that are open, forms by where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from statistics import median

from django.db.models import Count
from django.utils.translation import gettext as _

from limen.conduct.core.models import Query, VisitForm
from limen.conduct.core.monitoring.scope import Scope
from limen.conduct.core.monitoring.topic import Exhibit, table
from limen.results import Picture
from limen.results.table import Cell

_DAY = timedelta(days=1)
_State = VisitForm.State
_OLD = 14.0  # days


def team_work(scope: Scope) -> tuple[Exhibit, ...]:
    """Return an exhibit of queries, and one of forms where there are any."""
    return (_queries(scope), *_forms(scope))


def _queries(scope: Scope) -> Exhibit:
    states = {Query.State.OPEN: _("Wait for an answer"), Query.State.ANSWERED: _("Answered, not closed")}
    rows: list[tuple[Cell, ...]] = []
    ages_of = _ages(scope)
    for state, title in states.items():
        ages = ages_of.get(state, [])
        rows.append((title, *_told(ages)))
    closed = scope.rows(Query).filter(state=Query.State.CLOSED).count()
    rows.append((_("Closed"), closed, None, None, None))
    shown = table(
        "queries",
        _("Queries"),
        (
            ("state", _("State"), "text"),
            ("n", _("Queries"), "count"),
            ("middle", _("Days since asked, in the middle"), "number"),
            ("oldest", _("Days, the oldest"), "number"),
            ("old", _("Older than 14 days"), "count"),
        ),
        rows,
        picture=Picture(shape="bars", label="state", y="n", title=_("Queries")),
    )
    still = sum(map(len, ages_of.values()))
    return Exhibit(said=_("%(n)d queries are not closed.") % {"n": still}, table=shown)


def _ages(scope: Scope) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    rows = scope.rows(Query).exclude(state=Query.State.CLOSED)
    for state, opened in rows.values_list("state", "opened_at"):
        found.setdefault(state, []).append((scope.now - opened) / _DAY)
    return found


def _told(ages: list[float]) -> tuple[Cell, ...]:
    if not ages:
        return 0, None, None, 0
    return len(ages), median(ages), max(ages), sum(age > _OLD for age in ages)


def _forms(scope: Scope) -> Iterable[Exhibit]:
    counts: dict[str, dict[str, int]] = {}
    rows = scope.rows(VisitForm).values_list("form", "state").annotate(Count("pk"))
    for form, state, count in rows:
        counts.setdefault(form, {})[state] = count
    if not counts:
        return
    titles = {
        _State.IN_WORK: _("In work"),
        _State.COMPLETE: _("Complete"),
        _State.VERIFIED: _("Verified"),
        _State.SIGNED: _("Signed"),
        _State.FROZEN: _("Frozen"),
        _State.LOCKED: _("Locked"),
        _State.NOT_DONE: _("Not done"),
    }
    shown = table(
        "forms",
        _("Forms that were begun, by where they stand"),
        (
            ("form", _("Form"), "text"),
            *((state.value, title, "count") for state, title in titles.items()),  # type: ignore[arg-type]
        ),
        [(form, *(some.get(state, 0) for state in titles)) for form, some in sorted(counts.items())],
    )
    long: list[tuple[Cell, ...]] = [
        (form, titles[_State(state)], count)
        for form, some in sorted(counts.items())
        for state, count in sorted(some.items())
    ]
    drawn = table(
        "forms_drawn",
        shown.caption,
        (("form", _("Form"), "text"), ("state", _("State"), "text"), ("n", _("Forms"), "count")),
        long,
        picture=Picture(shape="bars", label="form", y="n", group="state", title=_("Forms by state")),
    )
    unsigned = sum(
        some.get(state, 0)
        for some in counts.values()
        for state in (_State.IN_WORK, _State.COMPLETE, _State.VERIFIED)
    )
    yield Exhibit(
        said=_("%(n)d forms that were begun are not signed.") % {"n": unsigned},
        table=shown,
        drawn=drawn,
    )
