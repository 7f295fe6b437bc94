"""Accrual: who came, over time, by site, and where they are now."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from limen.conduct.core.models import Participant
from limen.conduct.core.monitoring.courses import Course, courses
from limen.conduct.core.monitoring.scope import Scope, dates
from limen.conduct.core.monitoring.topic import Exhibit, Topic, day, table
from limen.protocol import listed
from limen.protocol.document.people import Eligibility, Population
from limen.protocol.document.treatment import Kits
from limen.results import Picture, Table
from limen.results.table import Cell

_Status = Participant.Status
_WEEK = timedelta(days=7)
_MOST_WEEKS = 104  # longer studies are shown by four weeks
_STEPS: tuple[tuple[str, Callable[[Course], datetime | None]], ...] = (
    ("invited", lambda one: one.invited),
    ("consented", lambda one: one.consented),
    ("eligible", lambda one: one.decided if one.eligible else None),
    ("randomised", lambda one: one.randomised),
)


def accrual(scope: Scope) -> Topic:
    """Return how many came how far, against the plan."""
    found = courses(scope)
    randomised = sum(one.randomised is not None for one in found)
    told = _told(scope, found, randomised)
    return Topic(
        id="accrual",
        title=_("Accrual"),
        paragraphs=(told,),
        exhibits=(
            _flow(scope, found),
            _over_time(scope, found),
            _by_site(scope, found),
            _failures(scope, found),
        ),
    )


def reached(scope: Scope, found: Iterable[Course]) -> dict[str, int]:
    """Return how many people came to each step, and where those who began are now."""
    rows = list(found)
    counts = {
        name: sum((at := step(one)) is not None and at <= scope.now for one in rows)
        for name, step in _STEPS
    }
    counts |= {
        "screen_failures": sum(one.eligible is False for one in rows),
        "in_treatment": sum(_treated(one, scope.now) for one in rows),
        "completed": sum(one.status == _Status.COMPLETED for one in rows),
        "discontinued": sum(one.status == _Status.DISCONTINUED for one in rows),
        "withdrawn": sum(one.status == _Status.WITHDRAWN for one in rows),
        "lost": sum(one.status == _Status.LOST for one in rows),
    }
    return counts


def words(scope: Scope) -> dict[str, str]:
    """Return what each count is called."""
    kits = isinstance(scope.protocol.kits, Kits)
    return {
        "invited": _("Invited"),
        "consented": _("Consented"),
        "screen_failures": _("Screen failures"),
        "eligible": _("Found eligible"),
        "randomised": _("Randomised (a set was assigned)") if kits else _("Enrolled"),
        "in_treatment": _("In treatment"),
        "completed": _("Completed"),
        "discontinued": _("Discontinued the intervention"),
        "withdrawn": _("Withdrew"),
        "lost": _("Lost to follow-up"),
    }


def _treated(one: Course, now: datetime) -> bool:
    return one.status == _Status.ENROLLED and one.began(now)


def _of(part: int, planned: int | None) -> str:
    return f"{part} / {planned}" if planned else str(part)


def _told(scope: Scope, found: list[Course], randomised: int) -> str:
    if scope.planned is None:
        return ngettext(
            "%(n)d person was randomised at these sites.",
            "%(n)d people were randomised at these sites.",
            randomised,
        ) % {"n": randomised}
    said = _("%(n)d of %(planned)d planned people were randomised.") % {
        "n": randomised,
        "planned": scope.planned,
    }
    when = _reached_by(scope, found)
    if randomised >= scope.planned:
        return said
    if when is None:
        return said + " " + _("There is no pace yet to go by.")
    return (
        said
        + " "
        + _("At the pace so far, the planned number is reached about %(day)s.") % {"day": day(when)}
    )


def _reached_by(scope: Scope, found: list[Course]) -> date | None:
    """Return when the planned number is reached, if it goes on in a straight line."""
    moments = dates(one.randomised for one in found)
    if not moments or scope.planned is None:
        return None
    gone = scope.now - (scope.study.opened_at or moments[0])
    left = scope.planned - len(moments)
    if gone <= timedelta(0) or gone * (left / len(moments)) > timedelta(days=36500):
        return None
    return (scope.now + gone * (left / len(moments))).date()


def _flow(scope: Scope, found: list[Course]) -> Exhibit:
    counts, titles = reached(scope, found), words(scope)
    lanes = ("in_treatment", "completed", "discontinued", "withdrawn", "lost")
    eligible = _("Found eligible; screen failures: %(n)d") % {"n": counts["screen_failures"]}
    drawn = table(
        "flow_drawn",
        _("The way of participants"),
        (("step", _("Step"), "text"), ("n", _("People"), "count"), ("lane", "", "text")),
        [
            (one, counts[name], one if name in lanes else "")
            for name, one in (titles | {"eligible": eligible}).items()
            if name != "screen_failures"  # they are on nobody's way any further
        ],
        picture=Picture(shape="flow", label="step", y="n", group="lane"),
    )
    shown = table(
        "flow",
        _("The way of participants, blinded: all arms together"),
        (("step", _("Step"), "text"), ("n", _("People"), "count")),
        [(titles[name], counts[name]) for name in titles],
        notes=(
            _("The last five are where people are now, randomised or not."),
            _("Screen failures are people whose decision that counts was: not eligible."),
        ),
    )
    said = _(
        "Of %(invited)d invited people %(consented)d consented and %(randomised)d were randomised; "
        "withdrawn or lost: %(left)d."
    ) % (counts | {"left": counts["withdrawn"] + counts["lost"]})
    return Exhibit(said=said, table=shown, drawn=drawn)


def _over_time(scope: Scope, found: list[Course]) -> Exhibit:
    titles = words(scope)
    moments = {name: dates(step(one) for one in found) for name, step in _STEPS}
    first = min((some[0] for some in moments.values() if some), default=scope.now)
    ends = list(_ends(first, scope.now))
    rows: list[tuple[Cell, ...]] = []
    long: list[tuple[Cell, ...]] = []
    for number, end in ends:
        counts = [sum(at <= end for at in moments[name]) for name, _step in _STEPS]
        rows.append((number, min(end, scope.now).date().isoformat(), *counts))
        long += [
            (number, count, titles[name])
            for (name, _step), count in zip(_STEPS, counts, strict=True)
        ]
    if scope.planned and ends:
        long += _straight(scope, found, first, ends[-1][0])
    picture = Picture(
        shape="lines",
        x="week",
        y="n",
        group="step",
        title=_("People over time"),
        y_title=_("People so far"),
        reference=(float(scope.planned),) if scope.planned else (),
    )
    columns = (("week", _("Week"), "count"), ("n", _("People"), "count"), ("step", "", "text"))
    drawn = table("accrual_drawn", _("People over time"), columns, long, picture=picture)
    shown = table(
        "accrual",
        _("People so far, at the end of each week since the first invitation"),
        (
            ("week", _("Week"), "count"),
            ("until", _("Until"), "date"),
            *((name, titles[name], "count") for name, _step in _STEPS),
        ),
        rows,
    )
    said = _("The lines rise with each person; the level line is the planned number.")
    if not scope.planned:
        said = _("The lines rise with each person.")
    return Exhibit(said=said, table=shown, drawn=drawn)


def _ends(first: datetime, now: datetime) -> Iterable[tuple[int, datetime]]:
    weeks = int((now - first) / _WEEK) + 1
    step = 1 if weeks <= _MOST_WEEKS else 4
    for number in range(step, weeks + step, step):
        yield number, first + number * _WEEK


def _straight(
    scope: Scope, found: list[Course], first: datetime, last: int
) -> list[tuple[Cell, ...]]:
    """The straight line from the start to the planned number, at the pace so far."""
    when = _reached_by(scope, found)
    if when is None:
        return []
    weeks = max(1.0, (when - first.date()) / _WEEK)
    reached_at = float(scope.planned or 0)
    return [
        (week, reached_at * min(1.0, week / weeks), _("At the pace so far")) for week in (0, last)
    ]


def _by_site(scope: Scope, found: list[Course]) -> Exhibit:
    titles = words(scope)
    rows: list[tuple[Cell, ...]] = []
    for site in scope.sites:
        counts = reached(scope, (one for one in found if one.site == site.pk))
        rows.append((site.title, *(counts[name] for name in titles)))
    shown = table(
        "by_site",
        _("By site"),
        (("site", _("Site"), "text"), *((name, titles[name], "count") for name in titles)),
        rows,
        picture=Picture(shape="bars", label="site", y="randomised", title=_("Randomised, by site")),
    )
    return Exhibit(said=_("How many people each site has brought."), table=shown)


def _failures(scope: Scope, found: list[Course]) -> Exhibit:
    titles = _criteria(scope)
    failed = [json.loads(one.failed or "[]") for one in found if one.eligible is False]
    counts = Counter(name for some in failed for name in some)
    counts[""] = sum(not some for some in failed)
    rows = [
        (titles.get(name, name) or _("No criterion was named"), count)
        for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        if count
    ]
    shown: Table = table(
        "screen_failures",
        _("Screen failures, by the rule that failed"),
        (("rule", _("Rule"), "text"), ("n", _("People"), "count")),
        list(rows),
        picture=Picture(shape="bars", label="rule", y="n", title=_("Screen failures, by rule")),
        notes=(_("Somebody who failed several rules stands in several rows."),),
    )
    said = ngettext(
        "%(n)d person was found not eligible.", "%(n)d people were found not eligible.", len(failed)
    ) % {"n": len(failed)}
    return Exhibit(said=said, table=shown)


def _criteria(scope: Scope) -> dict[str, str]:
    population = scope.protocol.population
    found = population.eligibility if isinstance(population, Population) else None
    if not isinstance(found, Eligibility):
        return {}
    return {str(one.id): str(one.title) for one in (*listed(found.inclusion),
                                                    *listed(found.exclusion))}  # fmt: skip
