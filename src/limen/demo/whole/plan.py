"""When what happens in the virtual study: steps of people and of the team, in one order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from limen.demo.whole.cast import DOSES, ONSET, ZONES, Befalls, One

WEEKS: Final = (7, 14, 21, 28, 35, 42)
MIDWAY, END, LAST_CONTACT, OVER = 21, 42, 49, 53
#: Study day and hour at which a physician calls about what befell somebody.
CALLED: Final[dict[Befalls, tuple[int, float]]] = {
    "strong_effect": (8, 9),
    "severe_event": (12, 16.5),
    "lithium": (15, 16.5),
    "dark_thoughts": (21, 21),
}
_MISSED_DOSE: Final = 0.04


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that one person does, or that is done for them; `about` says which."""

    at: datetime  # UTC
    who: int
    what: str
    about: str = ""


@dataclass(frozen=True)
class _Days:
    """Moments on the study days of one person, on the clock of their place."""

    one: One

    def at(self, day: int, hour: float) -> datetime:
        wall = self.one.first_dose + timedelta(days=day - 1, hours=hour)
        return wall.replace(tzinfo=ZoneInfo(ZONES[self.one.character.site])).astimezone(UTC)


def steps(people: Sequence[One], *, seed: int) -> list[Step]:
    """Return all steps from the first invitation to the end of everybody's part, in order."""
    found = [
        Step(at=at, who=who, what=what, about=about)
        for who, one in enumerate(people)
        for at, what, about in _of(one, _Days(one), random.Random(f"{seed} plan {who}"))
    ]
    return sorted(found, key=lambda step: (step.at, step.who))


def _of(one: One, days: _Days, chance: random.Random) -> Iterator[tuple[datetime, str, str]]:
    yield from _before(days, chance)
    yield days.at(1, 7), "is_randomised", ""
    yield days.at(1, 7.5), "takes_first_dose", ""
    yield days.at(1, 13.75), "is_examined", "first_dose"
    yield days.at(1, 14.5), "is_released", ""
    for number in range(1, DOSES + 1):
        yield from _of_a_dose(one, days, number, chance)
    for number, day in enumerate(WEEKS, start=1):
        if day < one.leaves and chance.random() < one.character.diligence:
            yield days.at(day, 12 + 8 * chance.random()), "answers", f"week.{number}"
    yield from _visits(one, days)
    for what in one.befalls:
        yield days.at(ONSET[what], 12.5), "befalls", what
        if what in CALLED:
            yield days.at(*CALLED[what]), "is_called", what
    for day, ailment in one.ailments.items():
        yield days.at(day, 16), "falls_ill", ailment
        yield days.at(day + 1, 10), "is_judged", ""
    if "severe_event" in one.befalls:
        yield days.at(ONSET["severe_event"] + 1, 10), "is_judged", ""
    if one.leaves > OVER:
        yield days.at(OVER, 12), "is_over", ""


def _before(days: _Days, chance: random.Random) -> Iterator[tuple[datetime, str, str]]:
    yield days.at(-4, 9 + 2 * chance.random()), "is_invited", ""
    yield days.at(-4, 12 + chance.random()), "agrees", ""
    yield days.at(-4, 15), "is_decided_on", ""
    for number in (1, 2, 3):
        yield days.at(number - 4, 19 + 3 * chance.random()), "answers", f"run_in_diary.{number}"
    yield days.at(-1, 9 + chance.random()), "answers", "before"
    yield days.at(-1, 11), "is_examined", "before"


def _of_a_dose(
    one: One, days: _Days, number: int, chance: random.Random
) -> Iterator[tuple[datetime, str, str]]:
    day = 1 + 3 * (number - 1)
    draws = [chance.random() for _ in range(6)]
    if number > 1 and day < one.stops and draws[0] >= _MISSED_DOSE:
        yield days.at(day, 7.3 + 3 * draws[1]), "takes_dose", str(number)
    for lag, name in ((0, "dosing_day"), (1, "next_day")):
        asked = day + lag < one.leaves and draws[2 + lag] < one.character.diligence
        if asked or (name, number) == ("dosing_day", 1):
            yield days.at(day + lag, 18.5 + 4 * draws[4 + lag]), "answers", f"{name}.{number}"


def _visits(one: One, days: _Days) -> Iterator[tuple[datetime, str, str]]:
    for day, name in ((MIDWAY, "midway"), (END, "end")):
        if day < one.leaves:
            yield days.at(day, 9.5), "answers", name
            yield days.at(day, 11), "is_examined", name
            yield days.at(day, 14), "is_rated", f"rating.{1 if name == 'midway' else 2}"
    if one.stops > MIDWAY:
        yield days.at(MIDWAY, 11.5), "gets_more_kits", ""
    yield days.at(min(END, one.stops), 15), "brings_kits_back", ""
    if one.leaves > LAST_CONTACT:
        yield days.at(LAST_CONTACT, 13), "answers", "last_contact"
