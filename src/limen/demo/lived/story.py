"""When what happens: the days of the virtual people, in one order, up to the present."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from limen.demo.lived.character import Character

ZONES = {"riga": "Europe/Riga", "porto": "Europe/Lisbon"}
RUN_IN_DAYS = 3
_DOSES = (1, 4, 7, 10, 13)
_RATED_ON = 7
_EARLY = ("breaks_a_kit",)  # before the dose of the day
_BEFORE_DAY_1 = RUN_IN_DAYS + 1  # invited one day, the run-in begins on the next


@dataclass(frozen=True)
class Step:
    """Something that one person does, or that is done for them, at a moment."""

    at: datetime  # UTC
    who: int  # which of the characters
    what: str


def invited_on(character: Character, end: date) -> date:
    """Return the date on which somebody is invited, so that `end` is their study day `day`."""
    return end - timedelta(days=character.day - 1 + _BEFORE_DAY_1)


def steps(characters: tuple[Character, ...], *, end: datetime, seed: int) -> list[Step]:
    """Return all steps up to `end`, in the order in which they happen."""
    found = [
        Step(at, who, what)
        for who, character in enumerate(characters)
        for at, what in _of_one(character, end, seed)
        if at < end
    ]
    return sorted(found, key=lambda step: (step.at, step.who, step.what))


def _of_one(character: Character, end: datetime, seed: int) -> Iterator[tuple[datetime, str]]:
    chance = random.Random(f"{seed} days {character.name}")
    zone = ZoneInfo(ZONES[character.site])
    first = invited_on(character, end.astimezone(zone).date())

    def at(day: date, hour: float) -> datetime:
        wall = datetime.combine(day, time(), zone) + timedelta(hours=hour)
        return wall.astimezone(UTC)

    yield at(first, 10 + chance.random()), "is_invited"
    yield at(first, 11.5 + chance.random()), "agrees"
    yield at(first, 15 + chance.random()), "is_decided_on"
    for day in range(-RUN_IN_DAYS + 1, character.day + 1):
        today = first + timedelta(days=day + _BEFORE_DAY_1 - 1)
        yield from _of_one_day(character, day, chance, partial(at, today))


def _of_one_day(
    character: Character, day: int, chance: random.Random, at: Callable[[float], datetime]
) -> Iterator[tuple[datetime, str]]:
    if day == 0:
        yield at(12), "is_examined"
    if day == _RATED_ON:
        yield at(15), "is_rated"
    if day in (1, 2):  # a baseline that was late is locked a day later
        yield at(6.5), "gets_kits"
    if day in character.events:
        yield at(6.8 if character.events[day] in _EARLY else 12.6), character.events[day]
    if day == character.leaves_to_you:
        return
    if day in _DOSES:
        yield at(7.3 + 3 * chance.random()), "looks"
        if chance.random() < character.diligence:
            yield at(13.3 + 4 * chance.random()), "looks"
    luck = chance.random()
    if luck < character.lateness:
        yield at(24.2 + 3 * chance.random()), "looks"
    elif luck < character.diligence:
        yield at(18.6 + 4 * chance.random()), "looks"
