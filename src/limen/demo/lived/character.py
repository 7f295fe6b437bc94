"""The virtual people of the demonstration: who they are, and what befalls them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Event = Literal[
    "flies_west",  # moves to New York's time for the rest of the study
    "pauses",  # for two days
    "loses_telephone",  # comes back with the recovery phrase
    "has_headache",  # reports a mild adverse event
    "is_very_anxious",  # reports a severe one, and doses wait
    "is_called",  # about it, by the physician on call; doses go on
    "has_dark_thoughts",  # says so when asked at the end of the week, and nobody has called yet
    "breaks_a_kit",  # and is given a spare
    "is_asked_about",  # the monitor has a question on a form, and nobody has answered
    "takes_tramadol",  # which the protocol flags
    "withdraws",
]


@dataclass(frozen=True, kw_only=True)
class Character:
    """One virtual person; nobody real. Days count from study day 1, the first dose.

    `day` is the study day on which the demonstration ends for them; `diligence` the probability
    that they answer an entry at all, `lateness` that they do it after the window has closed.
    """

    name: str
    site: str
    age: int
    sex: Literal["female", "male", "other"]
    day: int
    diligence: float = 0.95
    lateness: float = 0.03
    distress: float = 35.0  # usual level in the evening, 0 to 100
    wants_email: bool = False
    telephone: bool = True  # without one, staff enter what they say
    fails_check: int = 0  # attempts at the comprehension check that go wrong
    disorder: bool = False  # excluded at screening
    laboratory: bool = True  # has answered; else its form waits, and can be filled in
    leaves_to_you: int = 0  # a study day of which they answer nothing, so that a visitor can
    events: dict[int, Event] = field(default_factory=dict)


PEOPLE = (
    Character(
        name="Agnese",
        site="riga",
        age=34,
        sex="female",
        day=8,
        diligence=1.0,
        lateness=0.0,
        wants_email=True,
        events={6: "has_dark_thoughts"},
    ),
    Character(
        name="Boris",
        site="riga",
        age=52,
        sex="male",
        day=7,
        diligence=0.85,
        lateness=0.1,
        leaves_to_you=7,  # the end of the week, with the questions about suicide
        events={2: "is_asked_about", 3: "has_headache"},
    ),
    Character(name="Clara", site="porto", age=29, sex="female", day=7, events={4: "flies_west"}),
    Character(
        name="Davi",
        site="porto",
        age=41,
        sex="male",
        day=9,
        distress=48,
        events={3: "takes_tramadol", 5: "pauses"},
    ),
    Character(
        name="Elza",
        site="riga",
        age=23,
        sex="female",
        day=6,
        fails_check=1,
        events={2: "loses_telephone", 4: "breaks_a_kit"},
    ),
    Character(name="Fausto", site="porto", age=63, sex="male", day=7, telephone=False),
    Character(
        name="Guna",
        site="riga",
        age=45,
        sex="female",
        day=10,
        distress=55,
        wants_email=True,
        events={6: "is_very_anxious", 7: "is_called"},
    ),
    Character(name="Heitor", site="porto", age=37, sex="male", day=5, diligence=0.7, lateness=0.15),
    Character(name="Ilze", site="riga", age=31, sex="female", day=8, events={5: "withdraws"}),
    Character(name="Jorge", site="porto", age=48, sex="male", day=0, disorder=True),
    Character(name="Katrina", site="riga", age=26, sex="other", day=0, fails_check=3),
    Character(
        name="Lia", site="porto", age=39, sex="female", day=4, diligence=0.9, laboratory=False
    ),
)
