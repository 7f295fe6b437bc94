"""Alerts and whether they were acknowledged in time; holds of doses; broken blinds."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from statistics import median

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from limen.conduct.core.models import Alert, DosingHold, Opening
from limen.conduct.core.monitoring.scope import Scope, share
from limen.conduct.core.monitoring.topic import Exhibit, percent, table
from limen.conduct.core.safety import titles_of_rules
from limen.results import Picture
from limen.results.table import Cell


def alerts(scope: Scope) -> Exhibit:
    """Return by rule: how many fired, and how fast somebody acknowledged them."""
    names = ("source", "rule", "fired_at", "deadline", "acknowledged_at")
    by_rule: dict[tuple[str, str], list[tuple[bool | None, float | None]]] = {}
    for source, rule, fired, deadline, answered in scope.rows(Alert).values_list(*names):
        in_time = None
        if deadline is not None and (answered is not None or deadline < scope.now):
            in_time = answered is not None and answered <= deadline
        minutes = None if answered is None else (answered - fired) / timedelta(minutes=1)
        by_rule.setdefault((source, rule), []).append((in_time, minutes))
    titles = titles_of_rules(scope.protocol)
    rows: list[tuple[Cell, ...]] = []
    for key in sorted(by_rule):
        rows.append((titles.get(key, key[1]), *_told(by_rule[key])))
    every = [one for some in by_rule.values() for one in some]
    shown = table(
        "alerts",
        _("Alerts, by rule"),
        (
            ("rule", _("Rule"), "text"),
            ("fired", _("Fired"), "count"),
            ("acknowledged", _("Acknowledged"), "count"),
            ("in_time", _("In time"), "count"),
            ("late", _("Too late, or overdue"), "count"),
            ("share", _("In time of those whose time is over"), "percent"),
            ("minutes", _("Minutes to acknowledgement, in the middle"), "number"),
        ),
        rows,
        picture=Picture(shape="bars", label="rule", y="fired", title=_("Alerts, by rule")),
    )
    told = _told(every)
    said = _(
        "Alerts fired: %(fired)d; acknowledged in time: %(share)s of those whose time is over."
    ) % {"fired": len(every), "share": percent(told[4])}
    return Exhibit(said=said, table=shown)


def _told(
    found: list[tuple[bool | None, float | None]],
) -> tuple[int, int, int, int, float | None, float | None]:
    times = [minutes for _in_time, minutes in found if minutes is not None]
    good = sum(in_time is True for in_time, _minutes in found)
    bad = sum(in_time is False for in_time, _minutes in found)
    middle = round(median(times), 1) if times else None
    return len(found), len(times), good, bad, share(good, good + bad), middle


def holds(scope: Scope) -> Exhibit:
    """Return how many people's doses wait now, and how many ever did."""
    rows = scope.rows(DosingHold)
    standing = rows.filter(resumed_at=None)
    now = standing.values("participant").distinct().count()
    shown = table(
        "holds",
        _("Doses on hold"),
        (("what", _("What"), "text"), ("n", _("Number"), "count")),
        [
            (_("People whose doses are on hold now"), now),
            (_("of these: the protocol says stop for good"),
             standing.filter(for_good=True).values("participant").distinct().count()),
            (_("Holds in all"), rows.count()),
            (_("People who ever had one"), rows.values("participant").distinct().count()),
        ],
    )  # fmt: skip
    return Exhibit(said=_("People whose doses are on hold now: %(n)d.") % {"n": now}, table=shown)


def broken_blinds(scope: Scope) -> Exhibit:
    """Return how many contents were opened, why, how, and when; never what they were."""
    kinds = scope.rows(Opening).values_list("category", "means").annotate(Count("pk"))
    opened = scope.rows(Opening).order_by("opened_at").values_list("opened_at", flat=True)
    months = Counter(date_format(at, "F Y", use_l10n=False) for at in opened)
    categories, means = dict(Opening.Category.choices), dict(Opening.Means.choices)
    rows: list[tuple[Cell, ...]] = [
        (str(categories.get(category, category)), str(means.get(way, way)), count)
        for category, way, count in sorted(kinds)
    ]
    when = ", ".join(f"{month}: {count}" for month, count in months.items())
    shown = table(
        "broken_blinds",
        _("Broken blinds"),
        (
            ("category", _("Why"), "text"),
            ("means", _("How"), "text"),
            ("n", _("Contents"), "count"),
        ),
        rows,
        notes=(_("By month: %(when)s.") % {"when": when},) if when else (),
    )
    total = sum(months.values())
    return Exhibit(said=_("Contents that were opened: %(n)d.") % {"n": total}, table=shown)
