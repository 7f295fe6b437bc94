"""Treatment guesses of everybody together, week by week: never of one person, never by arm.

A line shows nothing below `FEWEST` people. Beyond, it moves only when as many others have guessed:
who looks before and after one guess learns nothing of it. Where all guess alike nothing is shown,
for then everybody's guess would be known. They are never shown of fewer sites than somebody has:
from two lines that overlap the rest could be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from limen.conduct.core.models import TreatmentGuess
from limen.conduct.core.monitoring.scope import Scope
from limen.conduct.core.monitoring.topic import Exhibit, Topic, table
from limen.protocol import Protocol, listed
from limen.results import Picture
from limen.results.table import Cell

FEWEST = 10
_WORDS: Mapping[str, Any] = {
    "dont_know": gettext_lazy("Don't know"),
    "declined": gettext_lazy("Prefer not to say"),
}
_Row = tuple[int, str]  # whose, and what they guessed


@dataclass(frozen=True, kw_only=True)
class Week:
    """The guesses of a week of the study; `shares` are per cent of each answer, or None."""

    number: int  # 0: before study day 1
    guesses: int  # that are counted
    shares: tuple[int, ...] | None


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """One of the protocol's guesses, over time; `answers` are the titles of the shares."""

    name: str
    title: str
    answers: tuple[Any, ...]
    weeks: tuple[Week, ...]


def guesses(scope: Scope) -> Topic:
    """Return the pooled guesses over time."""
    found = pooled(scope.rows(TreatmentGuess), scope.protocol)
    return Topic(
        id="guesses",
        title=_("Treatment guesses, pooled"),
        paragraphs=(
            _("Of all people together, week by week; never by arm, which nobody on this server "
              "knows. A week is shown from %(fewest)d people on, moves only when as many others "
              "have guessed, and stays blank where all guess alike.") % {"fewest": FEWEST},
            _("What participants guess together says nothing about whether the blind holds: that "
              "needs the arms, and stands in the closed report."),
        ),
        exhibits=tuple(_exhibit(one) for one in found),
    )  # fmt: skip


def pooled(rows: QuerySet[TreatmentGuess], protocol: Protocol) -> list[Pooled]:
    """Return the participants' guesses among `rows`, each of the protocol's guesses over time."""
    rows = rows.filter(respondent="participant")
    found: dict[tuple[str, int], list[_Row]] = {}
    names = ("guess", "occasion__study_day", "participant_id", "answer")
    for guess, day, person, answer in rows.order_by("pk").values_list(*names).iterator(2000):
        week = 0 if day < 1 else (day - 1) // 7 + 1
        found.setdefault((guess, week), []).append((person, answer))
    by_guess = groupby(sorted(found), key=lambda key: key[0])
    return [_pooled(protocol, guess, {key: found[key] for key in keys}) for guess, keys in by_guess]


def _pooled(
    protocol: Protocol, name: str, rows: Mapping[tuple[str, int], Sequence[_Row]]
) -> Pooled:
    guess = next((one for one in listed(protocol.guesses) if one.id == name), None)
    options = [str(one) for one in listed(guess.options)] if guess is not None else []
    options += _WORDS  # whether or not anybody has said so: a heading, too, would tell
    shown = [one for some in rows.values() for one in some[: _released(some)]]
    answers = [*options, *sorted({answer for _person, answer in shown} - set(options))]
    parts = (*listed(protocol.arms), *listed(protocol.interventions))
    titles = {str(one.id): str(one.title) for one in parts}
    return Pooled(
        name=name,
        title=str(guess.title) if guess is not None else name,
        answers=tuple(_WORDS.get(one) or titles.get(one, one) for one in answers),
        weeks=tuple(_week(number, some, answers) for (_name, number), some in rows.items()),
    )


def _week(number: int, rows: Sequence[_Row], answers: Sequence[str]) -> Week:
    shown = rows[: _released(rows)]
    counted = Counter(answer for _person, answer in shown)
    if len(counted) < 2:
        return Week(number=number, guesses=len(shown), shares=None)
    shares = tuple(round(100 * counted[one] / len(shown)) for one in answers)
    return Week(number=number, guesses=len(shown), shares=shares)


def _released(rows: Iterable[_Row]) -> int:
    """Return how many of the guesses may be counted: up to where enough others had guessed."""
    released, people = 0, set[int]()
    for place, (person, _answer) in enumerate(rows, start=1):
        people.add(person)
        if len(people) == FEWEST:
            released = place
            people.clear()
    return released


def _exhibit(one: Pooled) -> Exhibit:
    shown = table(
        f"guesses_{one.name}",
        one.title,
        (
            ("week", _("Week"), "count"),
            *((f"answer_{n}", str(answer), "percent") for n, answer in enumerate(one.answers, 1)),
            ("guesses", _("Guesses counted"), "count"),
        ),
        [(week.number, *_shares(one, week), week.guesses) for week in one.weeks],
        notes=(_("Week 0 is before study day 1. A dash: not shown."),),
    )
    long: list[tuple[Cell, ...]] = [
        (str(week.number), share, str(answer))
        for week in one.weeks
        if week.shares is not None
        for answer, share in zip(one.answers, _shares(one, week), strict=True)
    ]
    drawn = table(
        f"guesses_{one.name}_drawn",
        one.title,
        (("week", _("Week"), "text"), ("share", _("Share"), "percent"), ("answer", "", "text")),
        long,
        picture=Picture(shape="lines", x="week", y="share", group="answer", title=one.title),
    )
    weeks = len({row[0] for row in long})
    said = _("Weeks with enough guesses to be shown: %(n)d.") % {"n": weeks}
    return Exhibit(said=said, table=shown, drawn=drawn)


def _shares(one: Pooled, week: Week) -> tuple[float | None, ...]:
    if week.shares is None:
        return (None,) * len(one.answers)
    return tuple(share / 100 for share in week.shares)
