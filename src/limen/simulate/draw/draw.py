"""A draw: replicates of a study as arrays, replicates first; everything is made when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from limen.errors import LimenError
from limen.protocol.document.measurement import Covariate
from limen.results import Bools, Floats, Ints
from limen.simulate.draw.answers import Guesses, guesses, submitted
from limen.simulate.draw.course import Course, course
from limen.simulate.draw.covariates import covariate
from limen.simulate.draw.noise import BLOCK, Noise
from limen.simulate.draw.people import People, people
from limen.simulate.draw.response import Response
from limen.simulate.draw.scale import scored
from limen.simulate.draw.stressors import Stress, stress
from limen.simulate.study import Study


@dataclass(frozen=True, eq=False, kw_only=True)
class Draw:
    """R replicates of one block: N people, T occasions, J days, D doses.

    `arm_set` is everybody's arm, `given_set` everybody's intervention in all periods, `belief_set`
    what everybody believes from the first dose on (0 to 1): the same people and the same noise
    under what might have been. Without `fillers` every dose of a period holds its intervention.
    Scores are those of people as they are, answered or not; `observed` says which of them a study
    would have.
    """

    study: Study
    noise: Noise
    arm_set: int | None = None
    given_set: int | None = None
    belief_set: float | None = None
    fillers: bool = True

    @cached_property
    def people(self) -> People:
        """Expectation, criterion, strata, arms and sequences."""
        return people(self.study, self.noise, arm=self.arm_set, given=self.given_set)

    @property
    def arm(self) -> Ints:
        """Arms, shape (R, N); index 0 is the reference."""
        return self.people.arm

    @cached_property
    def course(self) -> Course:
        """Doses, beliefs, side effects and leaving, day by day."""
        return course(
            self.study,
            self.people,
            self.noise,
            belief=self.belief_set,
            fillers=self.fillers,
        )

    @cached_property
    def stress(self) -> Stress | None:
        """Stressors, where the scenario has some."""
        return stress(self.study, self.course, self.noise)

    @cached_property
    def submitted(self) -> Bools:
        """Which of all occasions are answered, shape (R, N, occasions)."""
        return submitted(self.study, self.course, self.noise)

    @cached_property
    def _response(self) -> Response:
        return Response(
            self.study, self.people, self.course, self.stress, self.noise, self.belief_set
        )

    @cached_property
    def _scores(self) -> dict[str, dict[str, Floats]]:
        return {}

    def believing(self, belief: float | None) -> Draw:
        """The same draw with belief set, or left free; what belief does not reach is shared."""
        other = replace(self, belief_set=belief)
        shared: dict[str, object] = {"people": self.people}
        if not self.study.benefit_counts:
            shared |= {"course": self.course, "stress": self.stress}
        vars(other).update(shared)
        return other

    def latent(self, outcome: str) -> Floats:
        """An outcome before grid, floor and ceiling, shape (R, N, T): what estimands are about."""
        series = self.study.series_with(outcome)
        return self._response.values(series)[:, :, series.outcomes[outcome]]

    def series(self, name: str) -> Floats:
        """All scores of a series in its own columns, shape (R, N, columns)."""
        for one in self.study.series:
            if one.name == name:
                return self._group(one.instrument, one.subscale)[one.subscale]
        raise LimenError(f"There is no series {name!r} in this study.")

    def _group(self, instrument: str | None, subscale: str) -> dict[str, Floats]:
        """The scores of an instrument by subscale; a measurement is a group of its own."""
        key = instrument if instrument is not None else f"measurement {subscale}"
        if key not in self._scores:
            group = [
                one
                for one in self.study.series
                if one.instrument == instrument and (instrument or one.subscale == subscale)
            ]
            latent = {one.subscale: self._response.values(one) for one in group}
            if self.stress is not None and self.study.stressor_outcome is not None:
                held = self.study.series_with(self.study.stressor_outcome)
                if held.instrument == instrument and held.subscale in latent:
                    latent[held.subscale] = self.stress.burden[:, :, held.day]
            self._scores[key] = scored(instrument, group, latent)
        return self._scores[key]

    def scores(self, outcome: str) -> Floats:
        """The scores of an outcome at its occasions, shape (R, N, T); no change is taken."""
        one = self.study.series_with(outcome)
        return self.series(one.name)[:, :, one.outcomes[outcome]]

    def scores_at(self, outcome: str, *occasions: str) -> Floats:
        """The scores of an outcome at occasions of its series, its baseline's included, (R, N, T).

        `LimenError` for an occasion at which nobody reads it.
        """
        one = self.study.series_with(outcome)
        names = [self.study.timeline.occasions[t].id for t in one.occasions]
        unread = [name for name in occasions if name not in names]
        if unread:
            raise LimenError(
                f"Outcome {outcome!r} is not read at {unread[0]!r}. Write some of: "
                f"{', '.join(names)}."
            )
        return self.series(one.name)[:, :, [names.index(name) for name in occasions]]

    def belief(self, basis: str, days: Ints) -> Floats:
        """What people believe on days (T,), as it moves outcomes that follow `basis`, (R, N, T).

        1 that it was active, 0 that it was not, one half undecided; about the administration, the
        period or the arm. 0 before anything is given. `days` are indices into the timeline's.
        """
        return np.stack([self._response.belief(basis, int(day)) for day in days], axis=-1)

    def observed(self, outcome: str) -> Bools:
        """Which of those scores a study has, shape (R, N, T)."""
        one = self.study.series_with(outcome)
        return self.submitted[:, :, one.occasions[one.outcomes[outcome]]]

    def baseline(self, outcome: str) -> Floats | None:
        """The score from which change is taken, shape (R, N), NaN where missed; None without."""
        start = self.study.protocol.outcome(outcome).change_from
        if not isinstance(start, str):
            return None
        one = self.study.series_with(outcome)
        column = [self.study.timeline.occasions[t].id for t in one.occasions].index(start)
        seen = self.submitted[:, :, one.occasions[column]]
        return np.where(seen, self.series(one.name)[:, :, column], np.nan)

    def covariate(self, name: str) -> Floats:
        """A covariate of the protocol, shape (R, N): numbers, or codes of a factor's levels."""
        planned = self.study.protocol.covariate(name)
        if planned.from_ in ("scores", "measurements"):
            return self._measured(planned)
        return covariate(self.study, planned, self.people, self.noise)

    def _measured(self, planned: Covariate) -> Floats:
        """A covariate that is a score or a measurement at an occasion; NaN where missed."""
        for one in self.study.series:
            instrument = planned.column if planned.from_ == "scores" else None
            fits = one.subscale == planned.subscale if planned.subscale else True
            if planned.from_ == "measurements":
                fits = one.subscale == planned.column
            if one.instrument == instrument and fits:
                names = [self.study.timeline.occasions[t].id for t in one.occasions]
                if planned.occasion in names:
                    column = names.index(planned.occasion)
                    seen = self.submitted[:, :, one.occasions[column]]
                    return np.where(seen, self.series(one.name)[:, :, column], np.nan)
        return np.full(self.arm.shape, np.nan)

    def guesses(self, guess: str) -> Guesses:
        """The answers to a treatment guess at its occasions."""
        planned = self.study.protocol.guess(guess)
        return guesses(self.study, planned, self.course, self.submitted, self.noise)

    def intervention(self, outcome: str) -> Ints:
        """What an outcome follows at its occasions, as index of an intervention, shape (R, N, T).

        -1 where nothing had been given; for an outcome that follows the arm, the period's.
        """
        one, planned = self.study.series_with(outcome), self.study.protocol.outcome(outcome)
        line, doses = self.study.timeline, self.course.doses
        found = []
        for day in one.day[one.outcomes[outcome]]:
            due, period = int(line.doses_by[day]), int(line.period[day])
            if period < 0:
                found.append(np.full(self.arm.shape, -1))
            elif planned.exposure == "administration" and line.doses:
                found.append(doses.content[:, :, due - 1] if due else np.full(self.arm.shape, -1))
            else:
                found.append(doses.given[:, :, period])
        return np.stack(found, axis=-1)


def draw(
    study: Study,
    *,
    seed: int,
    block: int = 0,
    keep: Sequence[int] | None = None,
    arm: str | None = None,
    given: str | None = None,
    belief: float | None = None,
    fillers: bool | None = None,
) -> Draw:
    """Return replicates of a block of 256: all, or those that `keep` numbers within the block.

    `arm`, `given` (an intervention) and `belief` set what might have been (see `Draw`); the noise
    stays the same. Left out, there are `fillers` unless `given` is set. Raises `LimenError` for a
    replicate, arm or intervention that there is not.
    """
    kept = tuple(range(BLOCK)) if keep is None else tuple(sorted(set(keep)))
    if not kept or kept[0] < 0 or kept[-1] >= BLOCK:
        raise LimenError(f"Replicates of a block are numbered 0 to {BLOCK - 1}.")
    return Draw(
        study=study,
        noise=Noise(seed, block, kept),
        arm_set=_code(arm, study.arms, "arm"),
        given_set=_code(given, study.interventions, "intervention"),
        belief_set=belief,
        fillers=given is None if fillers is None else fillers,
    )


def _code(name: str | None, names: tuple[str, ...], what: str) -> int | None:
    if name is not None and name not in names:
        raise LimenError(f"There is no {what} {name!r}. Write one of: {', '.join(names)}.")
    return None if name is None else names.index(name)
