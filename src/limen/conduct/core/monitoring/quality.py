"""Data quality: corrections, lateness, clocks; and sites that differ by more than chance."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from statistics import median
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext as _

from limen.conduct.core.models import Occasion, Response, Submission
from limen.conduct.core.monitoring.adherence import titles_of
from limen.conduct.core.monitoring.scope import Scope, share, states
from limen.conduct.core.monitoring.site_comparison import site_comparison
from limen.conduct.core.monitoring.team_work import team_work
from limen.conduct.core.monitoring.topic import Exhibit, Topic, table
from limen.conduct.core.occasions import Verdict
from limen.results import Picture
from limen.results.table import Cell

AHEAD = timedelta(minutes=5)  # so far may a device's clock be ahead of ours before it is odd


def quality(scope: Scope) -> Topic:
    """Return what says how well the data are kept."""
    rows = corrections(scope)
    return Topic(
        id="quality",
        title=_("Data quality"),
        paragraphs=(_("Counts of how data came, never of what they say."),),
        exhibits=(
            *team_work(scope),
            _corrected(scope, rows),
            _lateness(scope),
            _entered(scope),
            *site_comparison(scope),
        ),
    )


def corrections(scope: Scope) -> list[tuple[str, int, int]]:
    """Return for each site its title, how many corrections staff made, and answers there are.

    A further version that the person sent themselves is no correction; neither is an answer more.
    """
    rows = scope.rows(Response)
    later = rows.filter(supersedes__isnull=False)
    site_of = dict(scope.people().values_list("pk", "site_id"))
    every, again = _by_site(rows, site_of), _by_site(later, site_of)
    by_staff = _by_site(later.filter(submission=None), site_of)
    return [
        (site.title, by_staff[site.pk], every[site.pk] - again[site.pk]) for site in scope.sites
    ]


def _by_site(rows: QuerySet[Any], site_of: dict[int, int]) -> Counter[int]:
    """Count by person, which an index holds, and add up: many times faster than a join."""
    counts: Counter[int] = Counter()
    for key, count in rows.values_list("participant_id").annotate(Count("pk")):
        counts[site_of[key]] += count
    return counts


def _per_hundred(part: int, whole: int) -> float | None:
    found = share(part, whole)
    return None if found is None else 100 * found


def _corrected(scope: Scope, found: list[tuple[str, int, int]]) -> Exhibit:
    rows: list[tuple[Cell, ...]] = [(*row, _per_hundred(row[1], row[2])) for row in found]
    shown = table(
        "corrections",
        _("Corrections by staff, by site"),
        (
            ("site", _("Site"), "text"),
            ("corrections", _("Corrections"), "count"),
            ("answers", _("Answers"), "count"),
            ("per_hundred", _("Per 100 answers"), "number"),
        ),
        rows,
        picture=Picture(
            shape="bars", label="site", y="per_hundred", title=_("Corrections per 100 answers")
        ),
    )
    return Exhibit(said=_("How often staff corrected an answer; each has a reason."), table=shown)


def _lateness(scope: Scope) -> Exhibit:
    found = states(scope)
    sent = found["submitted"]
    counts = {
        "sent": Count("pk", filter=sent),
        "in_window": Count("pk", filter=sent & ~found["late"]),
        "late": Count("pk", filter=found["late"]),
    }
    titles = titles_of(scope.protocol)
    rows: list[tuple[Cell, ...]] = []
    by_kind = scope.rows(Occasion).values_list("definition").annotate(**counts)
    for name, *numbers in sorted(by_kind, key=lambda row: list(titles).index(row[0])
                                 if row[0] in titles else len(titles)):  # fmt: skip
        if numbers[0]:
            rows.append((titles.get(name, name), *numbers, share(numbers[2], numbers[0])))
    shown = table(
        "late_entries",
        _("Late entries, by kind of occasion"),
        (
            ("occasion", _("Occasion"), "text"),
            ("sent", _("Sent"), "count"),
            ("in_window", _("In the window"), "count"),
            ("late", _("Late"), "count"),
            ("share", _("Late of sent"), "percent"),
        ),
        rows,
        picture=Picture(shape="bars", label="occasion", y="share", title=_("Late of sent")),
    )
    return Exhibit(said=_("The longer the bar, the more came after its window."), table=shown)


def _entered(scope: Scope) -> Exhibit:
    """What staff entered and when, what did not count, and clocks that cannot be right."""
    rows = scope.rows(Submission)
    by_staff = rows.exclude(entered_by="").exclude(occasion=None)
    waited = [
        (received - opened) / timedelta(days=1)
        for received, opened in by_staff.values_list("received_at", "occasion__opens_at")
    ]
    ahead = rows.filter(client_at__gt=F("received_at")).values_list("client_at", "received_at")
    odd = sum(client is not None and client - received > AHEAD for client, received in ahead)
    late = sum(days > 7 for days in waited)
    shown = table(
        "entries",
        _("How data were entered"),
        (("what", _("What"), "text"), ("n", _("Number"), "number")),
        [
            (_("Sent in all"), rows.count()),
            (_("Entered by staff at an occasion"), len(waited)),
            (_("Days from the occasion to staff's entry, in the middle"),
             round(median(waited), 1) if waited else None),
            (_("Entered by staff more than 7 days after the occasion opened"), late),
            (_("Set aside: too late to count"), rows.filter(verdict=Verdict.SET_ASIDE).count()),
            (_("Sent by a device whose clock was more than 5 minutes ahead"), odd),
        ],
    )  # fmt: skip
    said = _("Entries from a device whose clock cannot be right: %(odd)d.") % {"odd": odd}
    return Exhibit(said=said, table=shown)
