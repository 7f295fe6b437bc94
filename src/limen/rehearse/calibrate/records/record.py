"""What was recorded in a study, as arrays in the order in which a simulation holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from limen.results import Bools, Floats, Ints
from limen.simulate.draw import DONT_KNOW, NOT_ASKED
from limen.simulate.draw.exposure import Doses
from limen.simulate.scenario.document import OutcomeModel
from limen.simulate.study import Study

UNKNOWN = -1
NOT_LISTED, SUBMITTED, MISSED, CANCELLED = range(4)
Reason = Literal["side_effect", "no_benefit", "code_broken", "other"]


@dataclass(frozen=True, kw_only=True)
class Event:
    """An adverse event of a person, `person` by number."""

    person: int
    term: str
    study_day: float
    grade: int
    serious: bool


@dataclass(frozen=True, kw_only=True)
class Stop:
    """When a person stopped dosing, and whether with leaving the study."""

    person: int
    study_day: float
    reason: Reason
    left: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Record:
    """N people, D doses, P periods, T occasions of the study's timeline.

    Interventions are numbered as the study's, -1 where it is not known what was given. A score is
    NaN where there is none, by series, in the series' columns.
    """

    study: Study
    sealed: bool
    given: Ints  # (N, P)
    content: Ints  # (N, D)
    taken: Bools  # (N, D); a dose of which nothing is recorded counts as taken
    dose_recorded: Bools  # (N, D), whether it says taken or missed
    state: Ints  # (N, T)
    scores: Mapping[str, Floats]
    answers: Mapping[str, Ints]  # guess -> (N, T) as `limen.simulate.draw.Guesses.answer`
    confidence: Mapping[str, Floats]
    expected: Mapping[str, Floats]  # expectancy -> (N,) of what is under study, NaN if not asked
    covariates: Mapping[str, Floats]  # (N,), codes of a factor's levels
    events: tuple[Event, ...]
    stops: tuple[Stop, ...]
    rescued: tuple[tuple[int, float], ...]  # person, study day
    unblinded: tuple[tuple[int, float], ...]

    @property
    def people(self) -> int:
        """N."""
        return int(self.state.shape[0])

    @cached_property
    def doses(self) -> Doses:
        """The doses as a simulation holds them, R = 1; unknown content counts as the reference."""
        count = np.zeros((1, self.people, self.taken.shape[1] + 1))
        count[0, :, 1:] = np.cumsum(self.taken, axis=1)
        return Doses(
            given=np.maximum(self.given, 0)[np.newaxis],
            content=np.maximum(self.content, 0)[np.newaxis],
            taken=self.taken[np.newaxis],
            count=count,
        )

    def exposure(self, basis: str, day: int, intervention: int) -> Floats:
        """How much of an intervention's effect a person has on a day, (N,): as in a simulation."""
        sizes = np.zeros(len(self.study.interventions))
        sizes[intervention] = 1.0
        found = self.doses.effect(self.study, sizes, OutcomeModel(), basis, day)[0]
        return np.where(self.known(basis, day), found, np.nan)

    def known(self, basis: str, day: int) -> Bools:
        """For whom it is known what an effect on a day would come from, (N,)."""
        line = self.study.timeline
        due, period = int(line.doses_by[day]), int(line.period[day])
        if line.before[day]:
            return np.ones(self.people, dtype=bool)
        if basis == "administration" and len(line.doses):
            return self.content[:, due - 1] >= 0 if due else np.ones(self.people, dtype=bool)
        if basis == "arm":
            return np.asarray(np.all(self.given[:, : period + 1] >= 0, axis=1))
        return np.asarray(self.given[:, period] >= 0)

    def said(self, guess: str) -> Floats:
        """Answers to a guess as beliefs, (N, T): 1 active, 0 not, one half "don't know", or NaN."""
        answer = self.answers[guess]
        active = self.study.active
        if self.study.protocol.guess(guess).about == "arm":
            active = np.array([bool(self.study.active[row].any()) for row in self.study.sequence])
        said = np.where(answer == DONT_KNOW, 0.5, active[np.maximum(answer, 0)].astype(float))
        return np.where(answer == NOT_ASKED, np.nan, said)

    @cached_property
    def suffered(self) -> Ints:
        """How many adverse events began on the day of each dose that was taken, (N, D)."""
        days = {dose.study_day: d for d, dose in enumerate(self.study.timeline.doses)}
        found = np.zeros(self.taken.shape, dtype=np.int64)
        for event in self.events:
            d = days.get(int(event.study_day))
            if d is not None and self.taken[event.person, d]:
                found[event.person, d] += 1
        return found
