"""One person's scores over time, and which changes are more than chance gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from limen.conduct.core.models import Participant, Score
from limen.conduct.core.occasions.named import name_of
from limen.conduct.staff.hidden import Matter, hides
from limen.figures import responsive
from limen.instruments import catalogue
from limen.instruments.instrument import Subscale
from limen.results import Column, Picture, Table


@dataclass(frozen=True, kw_only=True)
class Row:
    """A score: when, how far from the first one, and what that change is."""

    day: int
    date: str
    occasion: str
    value: float
    change: float | None  # None: it is the first
    said: str


@dataclass(frozen=True, kw_only=True)
class Course:
    """The scores of one subscale in order; `smallest` is the smallest reliable change, or None."""

    title: str
    unit: str
    respondent: str
    rows: tuple[Row, ...]
    smallest: float | None
    source: str
    picture: SafeString


def courses_of(person: Participant, hidden: frozenset[Matter]) -> list[Course]:
    """Return the courses of everything that was scored and is not hidden."""
    rows = Score.objects.filter(participant=person, value__isnull=False)
    rows = (
        rows.select_related("occasion")
        .prefetch_related("occasion__made_under")
        .order_by(
            "instrument", "subscale", "respondent", "occasion__opens_at", "occasion_id", "version"
        )
    )
    courses = groupby(rows, key=lambda one: (one.instrument, one.subscale, one.respondent))
    return [
        _course(person, instrument, subscale, respondent, scores)
        for (instrument, subscale, respondent), scores in courses
        if not hides(hidden, instrument)
    ]


def _course(
    person: Participant, instrument: str, subscale: str, respondent: str, scores: Iterable[Score]
) -> Course:
    latest = list({score.occasion_id: score for score in scores}.values())
    known = _subscale(instrument, subscale)
    found = catalogue().get(instrument)
    title = f"{found.title if found else instrument}: {known.title if known else subscale}"
    reliability = known.reliability if known else None
    smallest = reliability.reliable_change if reliability else None
    rows = tuple(_rows(person, latest, known, smallest))
    return Course(
        title=title,
        unit=known.unit if known else "",
        respondent=respondent,
        rows=rows,
        smallest=smallest,
        source=f"{reliability.source}, {reliability.interval}" if reliability else "",
        picture=_picture(f"{instrument}.{subscale}", title, rows, smallest),
    )


def _rows(
    person: Participant, scores: list[Score], known: Subscale | None, smallest: float | None
) -> Iterator[Row]:
    zone, first = ZoneInfo(person.zone), scores[0]
    for score in scores:
        value, before = float(score.value or 0), float(first.value or 0)
        change = None if score is first else value - before
        yield Row(
            day=score.occasion.study_day,
            date=date_format(score.occasion.opens_at.astimezone(zone), "j M Y"),
            occasion=name_of(score.occasion.made_under.protocol, score.occasion.identifier),
            value=value,
            change=change,
            said="" if change is None else verdict(change, smallest, known),
        )


def verdict(change: float, smallest: float | None, known: Subscale | None) -> str:
    """Return what a change from the first score is, in words."""
    if smallest is None:
        return _("none published")
    if abs(change) < smallest:
        return _("within chance")
    better = known.better if known else "neither"
    if better == "neither":
        return _("changed")
    return _("better") if (change > 0) == (better == "higher") else _("worse")


def _subscale(instrument: str, subscale: str) -> Subscale | None:
    found = catalogue().get(instrument)
    return next((one for one in found.subscales if one.id == subscale), None) if found else None


def _picture(key: str, title: str, rows: tuple[Row, ...], smallest: float | None) -> SafeString:
    """Return the course drawn, with the smallest reliable change around the first score.

    One score is no course, and is not drawn.
    """
    if len(rows) < 2:
        return mark_safe("")
    first = rows[0].value
    around = () if smallest is None else (first - smallest, first + smallest)
    table = Table(
        key=key,
        caption=title,
        columns=(
            Column(key="day", title=_("Study day"), kind="count"),
            Column(key="score", title=_("Score")),
        ),
        rows=tuple((row.day, row.value) for row in rows),
        picture=Picture(shape="lines", x="day", y="score", title=title, reference=around),
    )
    return mark_safe(responsive(table))
