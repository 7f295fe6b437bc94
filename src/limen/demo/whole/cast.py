"""Who takes part in the virtual study, when they come, and what befalls some of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from limen.demo.lived.character import Character

ZONES: Final = {"ghent": "Europe/Brussels", "turku": "Europe/Helsinki"}
SITES: Final = tuple(ZONES)
STUDY: Final = "six_weeks"
DOSES, DOSES_IN_A_KIT = 14, 5
FIRST_DAY: Final = datetime(2026, 2, 2)  # a Monday; the clocks change in the middle
_A_DAY: Final = 2  # people who are invited on one day
_RUN_IN: Final = 4

Befalls = Literal[
    "strong_effect",  # says 85 of 100 of one dose: doses wait, go on, and are lowered
    "broken_kit",  # and a spare of the same content
    "opened",  # an emergency: the blind is broken with a share of the server
    "opened_on_paper",  # the same while the server cannot be reached; recorded afterwards
    "dark_thoughts",  # says so in the weekly questions: a physician is called
    "severe_event",  # reports one: a physician is called
    "lithium",  # is prescribed something that must not be taken beside
    "withdraws",
    "is_lost",
    "stops_doses",
]
FATES: Final[tuple[tuple[Befalls, ...], ...]] = (
    ("strong_effect", "dark_thoughts"),
    ("broken_kit", "lithium"),
    ("opened",),
    ("opened_on_paper",),
    ("severe_event", "withdraws"),
    ("is_lost",),
    ("stops_doses",),
)
"""What befalls those who come first, so that a small study has all that matters of it."""

ONSET: Final[dict[Befalls, int]] = {
    "strong_effect": 7, "broken_kit": 9, "opened": 18, "opened_on_paper": 24,
    "dark_thoughts": 20, "severe_event": 12, "lithium": 15, "withdraws": 27, "is_lost": 30,
    "stops_doses": 33,
}  # fmt: skip
"""The study day on which it does."""


@dataclass(frozen=True, kw_only=True)
class One:
    """One virtual person: who they are, when they are invited, what befalls them."""

    character: Character
    invited: datetime  # the local day
    befalls: tuple[Befalls, ...] = ()
    ailments: dict[int, str] = field(default_factory=dict)  # study day -> a mild adverse event

    @property
    def first_dose(self) -> datetime:
        """The local day of study day 1: the run-in begins on the day after the invitation."""
        return self.invited + timedelta(days=_RUN_IN + 1)

    @property
    def leaves(self) -> int:
        """The study day from which they answer nothing any more; beyond the end if they stay."""
        gone = [ONSET[what] for what in self.befalls if what in ("withdraws", "is_lost")]
        return min([10_000, *gone])

    @property
    def stops(self) -> int:
        """The study day from which they take no dose any more."""
        ends = ("opened", "opened_on_paper", "stops_doses", "withdraws", "is_lost")
        gone = [ONSET[what] for what in self.befalls if what in ends]
        return min([10_000, *gone])


def cast(people: int, *, seed: int) -> tuple[One, ...]:
    """Return so many people, in the order in which they are invited."""
    return tuple(
        _one(
            number,
            FATES[number] if number < len(FATES) else (),
            random.Random(f"{seed} whole {number}"),
        )
        for number in range(people)
    )


def _one(number: int, befalls: tuple[Befalls, ...], chance: random.Random) -> One:
    character = Character(
        name=f"V{number:03}",
        site=SITES[number % len(SITES)],
        age=chance.randint(21, 65),
        sex=chance.choice(("female", "male")),
        day=0,
        diligence=1.0 if befalls else chance.uniform(0.85, 0.99),
        lateness=0.03,
        distress=chance.gauss(35, 9),
    )
    invited = FIRST_DAY + timedelta(days=number // _A_DAY)
    day = chance.choice((2, 5, 8, 11, 20, 29))
    ail = chance.random() < 0.2 and not befalls
    what = chance.choice(("Headache", "Slept badly", "Nausea"))
    return One(
        character=character,
        invited=invited,
        befalls=befalls,
        ailments={day: what} if ail else {},
    )
