"""What the team still has to do about data: queries that are open, forms by where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from statistics import median

from django.db.models import Count
from django.utils.translation import gettext as _

from limen.conduct.core.forms import forms_at
from limen.conduct.core.forms.states import DUE
from limen.conduct.core.models import Occasion, ProtocolVersion, Query, VisitForm
from limen.conduct.core.monitoring.adherence import titles_of
from limen.conduct.core.monitoring.scope import Scope
from limen.conduct.core.monitoring.topic import Exhibit, table
from limen.protocol import listed
from limen.results import Picture
from limen.results.table import Cell

_DAY = timedelta(days=1)
_State = VisitForm.State
_OLD = 14.0  # days


def team_work(scope: Scope) -> tuple[Exhibit, ...]:
    """Return an exhibit of queries, and one of forms where there are any."""
    return (_queries(scope), *_forms(scope))


def _queries(scope: Scope) -> Exhibit:
    states = {
        Query.State.OPEN: _("Wait for an answer"),
        Query.State.ANSWERED: _("Answered, not closed"),
    }
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
    return Exhibit(said=_("Queries that are not closed: %(n)d.") % {"n": still}, table=shown)


def _ages(scope: Scope) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    rows = scope.rows(Query).exclude(state=Query.State.CLOSED)
    for state, opened in rows.values_list("state", "opened_at"):
        found.setdefault(state, []).append((scope.now - opened) / _DAY)
    return found


def _told(ages: list[float]) -> tuple[Cell, ...]:
    if not ages:
        return 0, None, None, 0
    middle, oldest = round(median(ages), 1), round(max(ages), 1)
    return len(ages), middle, oldest, sum(age > _OLD for age in ages)


def form_counts(scope: Scope) -> dict[str, Counter[str]]:
    """Return by form how many stand where; `due`: its occasion has opened, and nobody began it.

    An optional form that nobody began is not due; neither is one of an occasion that was cancelled.
    """
    found: dict[str, Counter[str]] = {}
    begun: Counter[tuple[str, str]] = Counter()
    names = ("form", "state", "occasion__identifier", "occasion__state")
    rows = scope.rows(VisitForm).values_list(*names).annotate(Count("pk"))
    for form, state, identifier, of_occasion, count in rows:
        found.setdefault(form, Counter())[state] += count
        if of_occasion != Occasion.State.CANCELLED:
            begun[form, identifier] += count
    opened = scope.rows(Occasion).filter(opens_at__lte=scope.now)
    opened = opened.exclude(state=Occasion.State.CANCELLED)
    versions = {row.pk: row.protocol for row in ProtocolVersion.objects.using(scope.using)}
    kinds = opened.values_list("made_under_id", "definition", "identifier").annotate(Count("pk"))
    expected: Counter[tuple[str, str]] = Counter()
    for version, definition, identifier, count in kinds:
        for form in forms_at(versions[version], definition, identifier):
            if not form.optional:
                expected[form.id, identifier] += count
    for (form_id, identifier), count in expected.items():
        lacking = max(0, count - begun[form_id, identifier])
        found.setdefault(form_id, Counter())[DUE] += lacking
    return {form: found[form] for form in sorted(found)}


def _titles(scope: Scope) -> dict[str, str]:
    forms = {str(one.id): str(one.title) for one in listed(scope.protocol.forms)}
    return titles_of(scope.protocol) | forms


def _forms(scope: Scope) -> Iterable[Exhibit]:
    counts, names = form_counts(scope), _titles(scope)
    if not counts:
        return
    titles = {
        DUE: _("Due, not begun"),
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
        _("Forms by where they stand"),
        (
            ("form", _("Form"), "text"),
            *((str(state), title, "count") for state, title in titles.items()),
        ),
        [
            (names.get(form, form), *(some[state] for state in titles))
            for form, some in counts.items()
        ],
    )
    long: list[tuple[Cell, ...]] = [
        (names.get(form, form), title, some[state])
        for form, some in counts.items()
        for state, title in titles.items()
        if some[state]
    ]
    drawn = table(
        "forms_drawn",
        shown.caption,
        (("form", _("Form"), "text"), ("state", _("State"), "text"), ("n", _("Forms"), "count")),
        long,
        picture=Picture(shape="bars", label="form", y="n", group="state"),
    )
    lacking = (DUE, _State.IN_WORK, _State.COMPLETE, _State.VERIFIED)
    unsigned = sum(some[state] for some in counts.values() for state in lacking)
    said = _("Forms that are not signed yet: %(n)d.") % {"n": unsigned}
    yield Exhibit(said=said, table=shown, drawn=drawn)
