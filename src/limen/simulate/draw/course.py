"""The course of people through a study, day by day: doses, evidence, belief, side effects, leaving.

On each day, in this order: who leaves; whether the dose is taken and what it holds; side effects;
the benefit felt so far; evidence and belief; a broken code; who leaves because of the dose.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from limen.results import Bools, Floats, Ints
from limen.simulate.draw.exposure import Doses
from limen.simulate.draw.mood import autoregressive
from limen.simulate.draw.noise import Noise
from limen.simulate.draw.people import People
from limen.simulate.draw.prompts import first_asked, told
from limen.simulate.series import Cells, Series
from limen.simulate.study import Study

BASES = ("administration", "period", "arm")
CERTAIN = 10.0  # how far somebody leans who knows
STAYED, AT_RANDOM, SIDE_EFFECT, NO_BENEFIT, CODE_BROKEN = range(5)


@dataclass(frozen=True, kw_only=True)
class Course:
    """What happened to R × N people on J days, at D doses.

    `leaning` (R, N, J) by basis: above 0 a person believes that the day's dose, the period or the
    arm was active. `left` and `stopped` (R, N) are the first day, by index, without the person and
    without dosing (J: never); `reason` says why, 0 for nobody.
    """

    doses: Doses
    leaning: dict[str, Floats]
    mood: Floats  # (R, N, J)
    side_effects: Bools  # (R, N, D, S)
    left: Ints
    stopped: Ints
    reason: Ints
    rescued: Ints  # (R, N), first day of rescue medication; J: never
    unblinded: Ints  # (R, N), day on which the code was broken; J: never

    def present(self, day: Ints) -> Bools:
        """Who is still in the study on the days (T,), shape (R, N, T)."""
        here: Bools = day < self.left[..., np.newaxis]
        return here


def course(
    study: Study,
    people: People,
    noise: Noise,
    *,
    belief: float | None = None,
    fillers: bool = True,
) -> Course:
    """Follow people through the study.

    `belief` holds what they believe at a value, 0 to 1. Without `fillers` every dose of a period
    holds its intervention.
    """
    return _Walk(study, people, noise, belief, fillers).walked()


class _Walk:
    """The state of all people on one day; `walked` moves it through the days."""

    def __init__(
        self, study: Study, people: People, noise: Noise, belief: float | None, fillers: bool
    ) -> None:
        self.study, self.people, self.noise, self.held = study, people, noise, belief
        scenario, line = study.scenario, study.timeline
        shape = people.arm.shape
        n, days, doses = shape[1], len(line.days), len(line.doses)
        self.scenario, self.line, self.never = scenario, line, days
        count = len(scenario.side_effects)
        self.doses = Doses(
            given=people.given,
            content=np.zeros((*shape, doses), dtype=np.int64),
            taken=np.zeros((*shape, doses), dtype=bool),
            count=np.zeros((*shape, doses + 1)),
        )
        self.evidence_noise = noise.normal("noticing", n, doses)
        filled = scenario.adherence.filler_share if fillers else 0.0
        self.filler = self._chance("filler", filled, n, doses)
        self.missed = self._chance("missed dose", scenario.adherence.missed_dose, n, doses)
        self.side_effects = np.zeros((*shape, doses, count), dtype=bool)
        self.side_noise = [noise.uniform(f"side effect {s}", n, doses) for s in range(count)]
        self.mood = autoregressive(
            noise.normal("mood", n, days), line.days, scenario.mood.autocorrelation
        )
        # Days outermost in memory, for they are gone through one by one.
        self.leaning = {basis: np.moveaxis(np.empty((days, *shape)), 0, -1) for basis in BASES}
        self.evidence = {basis: np.zeros(shape) for basis in BASES}
        self.believed = np.zeros(shape)
        self.benefit = np.zeros(shape)
        self.active_doses = np.zeros(shape)
        self.left, self.stopped = (np.full(shape, days) for _ in range(2))
        self.rescued, self.unblinded = (np.full(shape, days) for _ in range(2))
        self.reason = np.zeros(shape, dtype=np.int64)
        stays = scenario.leaving.stays_without_dosing
        self.stays = self._chance("stays", stays, n)
        self.d_prime = study.d_prime
        kinds = [study.protocol.intervention(id).kind for id in study.interventions]
        self.open_label = np.array([kind == "none" for kind in kinds])
        self.told = told(study, noise)
        self.first_asked = first_asked(study, noise) if scenario.belief.asking else None
        self.more_noticed = people.scaled(study, "noticing")
        self.more_direct = people.scaled(study, "direct")
        self.felt_in = self._felt_in()

    def _chance(self, purpose: str, probability: float, *shape: int) -> Bools:
        """Whether something of a fixed probability happens, shape (R, *shape)."""
        if probability == 0:
            return np.zeros((len(self.noise.keep), *shape), dtype=bool)
        return self.noise.uniform(purpose, *shape) < probability

    def _felt_in(self) -> tuple[Series, Cells] | None:
        outcome = self.study.benefit_outcome
        if outcome is None or not self.study.benefit_counts:
            return None
        series = self.study.series_with(outcome)
        return series, next(one for one in series.cells if one.outcome == outcome)

    def walked(self) -> Course:
        """Go through all days."""
        weekly = self._weekly()
        for day in range(len(self.line.days)):
            self._leave(day, weekly)
            dose = self.line.dose_at.get(day)
            if dose is not None:
                self._dose(day, dose)
            self._believe(day, dose)
        return Course(
            doses=self.doses,
            leaning=self.leaning,
            mood=self.mood,
            side_effects=self.side_effects,
            left=self.left,
            stopped=np.minimum(self.stopped, self.left),
            reason=self.reason,
            rescued=np.where(self.rescued < self.left, self.rescued, self.never),
            unblinded=self.unblinded,
        )

    def _weekly(self) -> dict[str, tuple[float, Floats | None]]:
        """Weekly probabilities, each with its uniform numbers where it is not 0."""
        n, days, leaving = self.study.people, len(self.line.days), self.scenario.leaving
        rates = {
            "leaving": leaving.at_random_per_week,
            "lack of benefit": leaving.lack_of_benefit_per_week,
            "rescue": self.scenario.rescue.per_week,
        }
        return {
            name: (rate, self.noise.uniform(name, n, days) if rate else None)
            for name, rate in rates.items()
        }

    def _due(self, weekly: tuple[float, Floats | None], day: int) -> Bools | None:
        """For whom a weekly event falls into the days since the day before; None for nobody."""
        rate, uniform = weekly
        since = max(float(self.line.days[day - 1]), 1.0) if day else 1.0
        gap = float(self.line.days[day]) - since
        if uniform is None or gap <= 0:
            return None
        happens: Bools = uniform[:, :, day] < 1 - (1 - rate) ** (gap / 7)
        return happens

    def _leave(self, day: int, weekly: dict[str, tuple[float, Floats | None]]) -> None:
        gone = self._due(weekly["leaving"], day)
        if gone is not None:
            self._go(gone, day, AT_RANDOM)
        gone = self._due(weekly["lack of benefit"], day)
        if gone is not None and self.line.doses_by[day - 1] > 0:
            self._go(gone & (self.benefit <= 0), day, NO_BENEFIT)
        rescued = self._due(weekly["rescue"], day)
        if rescued is not None:
            self.rescued = np.where(rescued, np.minimum(self.rescued, day), self.rescued)

    def _go(self, who: Bools, day: int, reason: int) -> None:
        """Leave the study from a day on, or only stop dosing; the first reason counts."""
        leaves = who & (self.left > day) & (self.stopped > day)
        self.reason = np.where(leaves, reason, self.reason)
        self.stopped = np.where(leaves, day, self.stopped)
        self.left = np.where(leaves & ~self.stays, day, self.left)

    def _dose(self, day: int, dose: int) -> None:
        doses, given = self.doses, self.people.given[:, :, self.line.period[day]]
        content = given
        if self.study.filler is not None:
            content = np.where(
                self.filler[:, :, dose] & self.study.active[given], self.study.filler, given
            )
        taken = ~self.missed[:, :, dose] & (np.minimum(self.stopped, self.left) > day)
        doses.content[:, :, dose], doses.taken[:, :, dose] = content, taken
        doses.count[:, :, dose + 1] = doses.count[:, :, dose] + taken
        suffered = np.zeros(taken.shape)
        for number, one in enumerate(self.scenario.side_effects):
            share = one.share + self.study.sizes(one.added)[content]
            happened = taken & (self.side_noise[number][:, :, dose] < share)
            self.side_effects[:, :, dose, number] = happened
            suffered += happened
        self._feel(day)
        self._weigh(dose, content, taken, suffered)
        self._consequences(day, dose, suffered > 0)
        self.active_doses += taken & self.study.active[content]

    def _feel(self, day: int) -> None:
        """The benefit by now, in SDs: direct effect, what was believed until now, and mood."""
        if self.felt_in is None:
            return
        series, cells = self.felt_in
        model = cells.model
        lower = self.study.protocol.outcome(cells.outcome).better == "lower"
        sd = sqrt(series.sd_between**2 + series.sd_within**2) or 1.0
        scale = cells.unit / (-sd if lower else sd)
        sizes = self.study.sizes(model.direct)
        felt = self.doses.effect(self.study, sizes, model, cells.exposure, day) * self.more_direct
        felt = felt + model.belief * self.believed + model.mood * self.mood[:, :, day]
        self.benefit = scale * felt

    def _weigh(self, dose: int, content: Ints, taken: Bools, suffered: Floats) -> None:
        """Add the evidence of a dose that was taken; it counts alone, for the period, the study."""
        weights = self.scenario.belief
        left = 1 - self.scenario.noticing.tolerance_per_dose
        d_prime = self.d_prime[content] * self.more_noticed * left**self.active_doses
        evidence = d_prime + self.evidence_noise[:, :, dose]
        evidence = evidence + weights.side_effects * suffered + weights.benefit * self.benefit
        if self.first_asked is not None:
            evidence = evidence + weights.asking * (self.first_asked < self.line.dose_day[dose])
        for basis, before in self.evidence.items():
            kept = weights.memory * before if self._goes_on(basis, dose) else 0.0
            self.evidence[basis] = np.where(taken, kept + evidence, before)

    def _goes_on(self, basis: str, dose: int) -> bool:
        """Whether the dose before belongs to the same question."""
        if dose == 0 or basis == "administration":
            return False
        periods = [self.line.doses[d].period for d in (dose - 1, dose)]
        return basis == "arm" or periods[0] == periods[1]

    def _consequences(self, day: int, dose: int, suffered: Bools) -> None:
        chance = self.scenario.code_break.after_side_effect
        if chance:
            uniform = self.noise.uniform(f"code break {dose}", self.study.people)
            broken = suffered & (uniform < chance)
            self.unblinded = np.where(broken, np.minimum(self.unblinded, day), self.unblinded)
            stops = broken & (self.stopped > day + 1)
            self.reason = np.where(stops & (self.reason == STAYED), CODE_BROKEN, self.reason)
            self.stopped = np.where(stops, day + 1, self.stopped)
        chance = self.scenario.leaving.after_side_effect
        if chance:
            uniform = self.noise.uniform(f"leaving after dose {dose}", self.study.people)
            self._go(suffered & (uniform < chance), day + 1, SIDE_EFFECT)

    def _believe(self, day: int, dose: int | None) -> None:
        weights, people = self.scenario.belief, self.people
        lean = weights.mood * self.mood[:, :, day] + weights.expectation * people.expectation
        lean = lean + self.told - people.criterion
        certain = self._certain(day)
        anybody = bool(certain.any())
        for basis, evidence in self.evidence.items():
            leaning = evidence + lean
            if anybody:
                knows = np.where(self._is_active(basis, day), CERTAIN, -CERTAIN)
                leaning = np.where(certain, knows, leaning)
            self.leaning[basis][:, :, day] = leaning
        if self.felt_in is not None:
            basis = self.felt_in[1].exposure
            self.believed = believed(self.leaning[basis][:, :, day], weights.undecided)
            if self.held is not None:
                self.believed = np.full(people.arm.shape, self.held)
            self.believed = self.believed * self.line.begun[day]

    def _certain(self, day: int) -> Bools:
        """Who knows what they are given."""
        given = self.people.given[:, :, max(int(self.line.period[day]), 0)]
        certain: Bools = (self.unblinded <= day) | self.open_label[given]
        return certain | self.study.observational

    def _is_active(self, basis: str, day: int) -> Bools:
        """Whether what the belief is about is active."""
        given = self.people.given
        if basis == "arm":
            return np.asarray(np.any(self.study.active[given], axis=-1))
        return np.asarray(self.study.active[given[:, :, max(int(self.line.period[day]), 0)]])


def believed(leaning: Floats, undecided: float) -> Floats:
    """Belief as a number: 1 active, 0 not active, one half undecided."""
    if undecided == 0:
        return (leaning > 0).astype(float)
    return 0.5 * ((leaning > undecided).astype(float) + (leaning >= -undecided))
