"""Adverse events, blinded: by term, severity, seriousness and relatedness, all arms together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from limen.conduct.core.models import AdverseEvent
from limen.conduct.core.monitoring.chance import count_limits, share_limits
from limen.conduct.core.monitoring.courses import Course
from limen.conduct.core.monitoring.scope import Scope, share
from limen.conduct.core.monitoring.topic import Exhibit, table
from limen.conduct.core.services.free_text import SEALED
from limen.results import Picture
from limen.results.table import Cell

_MOST = 20  # terms that are drawn; the table has all


@dataclass(frozen=True, kw_only=True)
class Event:
    """The version that counts of one event. `term` is blank where staff wrote it in words."""

    key: int
    participant: int
    number: int
    term: str
    serious: bool | None
    grade: int | None
    relatedness: str
    expectedness: str
    outcome: str
    onset_day: int | None
    end_day: int | None
    versions: int


def events(scope: Scope) -> list[Event]:
    """Return every event that was not entered by mistake, in the order in which it was told."""
    rows = scope.rows(AdverseEvent).order_by("pk")
    names = ("pk", "participant_id", "number", "coded_term", "term", "serious", "severity_grade",
             "relatedness", "expectedness", "outcome", "onset_day", "end_day", "version",
             "voided")  # fmt: skip
    latest = {(row[1], row[2]): row for row in rows.values_list(*names)}
    return [
        Event(
            key=row[0],
            participant=row[1],
            number=row[2],
            term=row[3] or _listed(row[4]),
            serious=row[5],
            grade=row[6],
            relatedness=row[7],
            expectedness=row[8],
            outcome=row[9],
            onset_day=row[10],
            end_day=row[11],
            versions=row[12],
        )
        for row in latest.values()
        if not row[13]
    ]


def _listed(term: str) -> str:
    """Staff's own words for a term are encrypted, and are not counted by."""
    return "" if term.startswith(SEALED) else term[:1].upper() + term[1:]


def by_term(found: list[Event], people: list[Course], scope: Scope) -> Exhibit:
    """Return events by term: how many, of how many people, and the rate with its exact limits."""
    began = {one.key for one in people if one.began(scope.now)}
    weeks = sum(one.weeks(scope.now) for one in people)
    counts = Counter(one.term for one in found)
    rows: list[tuple[Cell, ...]] = []
    order = sorted(counts, key=lambda term: (-counts[term], term))
    for term in ["*", *order]:
        mine = [one for one in found if term in ("*", one.term)]
        rows.append(_rate(_name(term), mine, began, weeks))
    heads = (
        ("term", _("Term"), "text"),
        ("events", _("Events"), "count"),
        ("people", _("People"), "count"),
        ("share", _("of those who began"), "percent"),
        ("lower_share", _("lower"), "percent"),
        ("upper_share", _("upper"), "percent"),
        ("rate", _("Per 100 person-weeks"), "number"),
        ("lower", _("lower"), "number"),
        ("upper", _("upper"), "number"),
    )
    shown = table(
        "events",
        _("Adverse events by term"),
        heads,
        rows if found else [],
        notes=(
            _("Exact 95 % limits: Clopper and Pearson's of the share of people, Garwood's of the "
              "rate, which take events as independent; one person's often are not."),
            _("Observed since study day 1: %(weeks).1f person-weeks of %(n)d people.")
            % {"weeks": weeks, "n": len(began)},
        ),
    )  # fmt: skip
    picture = Picture(
        shape="forest", label="term", x="rate", lower="lower", upper="upper",
        title=_("Adverse events per 100 person-weeks"),
    )  # fmt: skip
    drawn = table(
        "events_drawn", shown.caption, heads, list(shown.rows[: _MOST + 1]), picture=picture
    )
    said = _("Events reported: %(events)d; people who had any: %(people)d.") % {
        "events": len(found),
        "people": len({one.participant for one in found}),
    }
    return Exhibit(said=said, table=shown, drawn=drawn)


def _name(term: str) -> str:
    if term == "*":
        return _("All events")
    return term or _("In words, not coded")


def _rate(name: str, mine: list[Event], began: set[int], weeks: float) -> tuple[Cell, ...]:
    people = len({one.participant for one in mine})
    of = len(began | {one.participant for one in mine})
    limits = share_limits(people, of) if of else (None, None)
    rate: tuple[float | None, ...] = (None, None, None)
    if weeks:
        low, high = count_limits(len(mine))
        rate = (100 * len(mine) / weeks, 100 * low / weeks, 100 * high / weeks)
    return (name, len(mine), people, share(people, of), *limits, *rate)


def judged(found: list[Event]) -> Exhibit:
    """Return events by severity and how each was judged."""
    rows: list[tuple[Cell, ...]] = []
    for grade in (1, 2, 3, 4, 5, None):
        mine = [one for one in found if one.grade == grade]
        rows.append(
            (
                _("Grade %(n)d") % {"n": grade} if grade else _("not judged"),
                len(mine),
                len({one.participant for one in mine}),
                sum(one.serious is True for one in mine),
                sum(one.serious is None for one in mine),
                sum(one.relatedness in ("possible", "probable", "definite") for one in mine),
                sum(one.relatedness in ("unrelated", "unlikely") for one in mine),
                sum(not one.relatedness for one in mine),
            )
        )
    shown = table(
        "severity",
        _("Adverse events by severity (CTCAE grade)"),
        (
            ("grade", _("Severity"), "text"),
            ("events", _("Events"), "count"),
            ("people", _("People"), "count"),
            ("serious", _("Serious"), "count"),
            ("seriousness_open", _("Seriousness not judged"), "count"),
            ("related", _("Possibly to definitely related"), "count"),
            ("unrelated", _("Unlikely or not related"), "count"),
            ("relatedness_open", _("Relatedness not judged"), "count"),
        ),
        rows,
        picture=Picture(shape="bars", label="grade", y="events", title=_("Events by severity")),
    )
    serious = sum(one.serious is True for one in found)
    said = _("Serious among them: %(n)d. Who judges relatedness does not know the arm.") % {
        "n": serious
    }
    return Exhibit(said=said, table=shown)


def serious(scope: Scope, found: Iterable[Event]) -> Exhibit:
    """Return the list of serious events: numbers, no words."""
    mine = [one for one in found if one.serious]
    numbers = dict(
        scope.people().filter(pk__in={one.participant for one in mine}).values_list("pk", "number")
    )
    shown = table(
        "serious",
        _("Serious adverse events"),
        (
            ("person", _("Person"), "text"),
            ("event", _("Event"), "count"),
            ("grade", _("Grade"), "count"),
            ("relatedness", _("Related"), "text"),
            ("expectedness", _("Expected"), "text"),
            ("outcome", _("Outcome"), "text"),
            ("onset_day", _("Began, study day"), "count"),
            ("end_day", _("Ended, study day"), "count"),
            ("versions", _("Versions"), "count"),
        ),
        list(_lines(mine, numbers)),
        notes=(_("By number only: term and account stand in the event's own report."),),
    )
    said = _("Serious events: %(n)d.") % {"n": len(mine)}
    return Exhibit(said=said, table=shown)


def _lines(mine: list[Event], numbers: dict[int, str]) -> Iterator[tuple[Cell, ...]]:
    for one in mine:
        yield (
            numbers[one.participant],
            one.number,
            one.grade,
            one.relatedness or None,
            one.expectedness or None,
            one.outcome or None,
            one.onset_day,
            one.end_day,
            one.versions,
        )
