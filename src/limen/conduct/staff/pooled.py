"""Treatment guesses of everybody together, week by week: never of one person, never by arm.

A line shows nothing below `FEWEST` people. Beyond, it moves only when as many others have guessed:
who looks before and after one guess learns nothing of it. Where all guess alike nothing is shown,
for then everybody's guess would be known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from limen.conduct.core import access
from limen.conduct.core.models import StaffMember, TreatmentGuess
from limen.conduct.staff.hidden import hides_guesses
from limen.protocol import Protocol, listed

FEWEST = 10
ROLES = (access.Role.INVESTIGATOR, access.Role.MONITOR)
_WORDS: Mapping[str, Any] = {"dont_know": _("Don't know"), "declined": _("Prefer not to say")}
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

    title: str
    answers: tuple[Any, ...]
    weeks: tuple[Week, ...]


def pooled_guesses(member: StaffMember, protocol: Protocol) -> list[Pooled] | None:
    """Return the participants' guesses at all sites where somebody investigates or monitors.

    None for other roles, and where the protocol blinds a role of theirs to guesses.
    """
    if not access.sites_of(member, *ROLES).exists() or hides_guesses(member, protocol):
        return None
    people = access.participants_for_reading(member, *ROLES)
    rows = TreatmentGuess.objects.filter(participant__in=people, respondent="participant")
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
    given = {answer for some in rows.values() for _person, answer in some}
    answers = [*options, *sorted(given - set(options))]
    parts = (*listed(protocol.arms), *listed(protocol.interventions))
    titles = {str(one.id): str(one.title) for one in parts}
    return Pooled(
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
