"""The reader of a draw: what `limen.analyse.reading.Reader` gives, for R replicates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from limen.analyse.layout import NOT_ASKED, Covariate, Layout
from limen.analyse.reading.given import Given, refuse_nothing_given
from limen.analyse.reading.names import Names
from limen.analyse.reading.source import unit_of
from limen.analyse.reading.strata import balanced_for, codes_of
from limen.analyse.safety import SafetyCounts
from limen.errors import AnalysisError
from limen.protocol import Protocol
from limen.protocol.document.measurement import Outcome
from limen.rehearse.reading.columns import at_columns, places, translated
from limen.rehearse.reading.covariates import covariate_of
from limen.rehearse.reading.days import Minutes, minutes_of_entries, study_days
from limen.rehearse.reading.given import given_at, periods
from limen.rehearse.reading.safety import safety_counts
from limen.rehearse.reading.scores import recorded
from limen.results import Floats, Ints
from limen.simulate.draw import BLOCK, Draw, Guesses
from limen.simulate.draw.people import levels
from limen.simulate.tables.setting import Setting


@dataclass(frozen=True, eq=False)
class DrawReader:
    """Reads a draw for the estimators; arms are known.

    Replicate r holds the numbers that `Reader` reads from `simulate.dataset.dataset(...,
    replicate=r)` once it is unsealed. One thing is not known here: scores of an instrument at
    occasions where no outcome reads that subscale, though its items were answered.
    """

    draw: Draw
    _made: dict[str, Guesses] = field(default_factory=dict)

    @property
    def protocol(self) -> Protocol:
        """The protocol of the study that was drawn."""
        return self.draw.study.protocol

    @cached_property
    def exposure(self) -> Names:
        """Who can be compared."""
        return Names(self.protocol)

    @property
    def sealed(self) -> bool:
        """Never: a simulation knows the arms."""
        return False

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """What tables know of each replicate beside the draw: names, sites, calendars."""
        noise = self.draw.noise
        first = noise.block * BLOCK
        return tuple(Setting(self.draw, noise.seed, first + place) for place in noise.keep)

    @property
    def participants(self) -> tuple[str, ...]:
        """Ids as in the dataset of a replicate."""
        return self.settings[0].people

    @cached_property
    def strata(self) -> Ints:
        """Codes of the factors that allocation was balanced for, shape (N, factors)."""
        names, codes = levels(self.draw.study), self.draw.people.strata
        held = list(names)
        columns = [
            [names[name][code] for code in codes[:, held.index(name)]]
            for name in balanced_for(self.protocol)
        ]
        return codes_of(columns, len(self.participants))

    def unit(self, planned: Outcome) -> str:
        """The outcome's unit, "points" where it names none."""
        return unit_of(planned)

    def layout(
        self,
        outcome: str,
        *,
        occasions: tuple[str, ...] = (),
        basis: str | None = None,
        guess: str | None = None,
        covariates: tuple[str, ...] = (),
    ) -> Layout:
        """The layout of an outcome at some occasions, all replicates; see `Reader.layout`."""
        planned = self.protocol.outcome(outcome)
        basis = basis or planned.exposure
        wanted = self.protocol.occasion_ids(*(occasions or planned.occasions))
        if planned.change_from is not None:
            wanted = tuple(name for name in wanted if name != planned.change_from)
        value, baseline = self._values(planned, wanted)
        given = self._given(basis, wanted, lag_days=planned.exposure_lag_days)
        guessed = self._guessed(guess, basis, wanted) if guess else (None, None)
        return Layout(
            outcome=planned.title,
            value=value,
            observed=np.isfinite(value),
            participants=self.participants,
            occasions=wanted,
            guess=guessed[0],
            confidence=guessed[1],
            baseline=baseline,
            day=self._days(wanted),
            covariates={name: self._covariate(name) for name in covariates},
            unit=unit_of(planned),
            **vars(given),
        )

    def scores_as_recorded(self, outcome: str, *, occasions: tuple[str, ...]) -> Layout:
        """The layout of an outcome's scores by arm, change not taken, baseline among occasions."""
        planned = self.protocol.outcome(outcome)
        value = self._raw(planned, occasions)
        return Layout(
            outcome=planned.title,
            value=value,
            observed=np.isfinite(value),
            participants=self.participants,
            occasions=occasions,
            unit=unit_of(planned),
            **vars(self._given("arm", occasions)),
        )

    def guesses(self, guess: str, *, occasions: tuple[str, ...] = ()) -> Layout:
        """The layout of a guess itself: observed where it was asked, the value says nothing."""
        planned = self.protocol.guess(guess)
        names = self.protocol.occasion_ids(*(occasions or planned.occasions))
        guessed, confidence = self._guessed(guess, planned.about, names)
        observed = guessed != NOT_ASKED
        return Layout(
            outcome=planned.title,
            value=np.where(observed, 0.0, np.nan),
            observed=observed,
            participants=self.participants,
            occasions=names,
            guess=guessed,
            confidence=confidence,
            **vars(self._given(planned.about, names)),
        )

    def safety(self) -> SafetyCounts:
        """Adverse events by participant; `NotIdentifiedError` if nobody had any."""
        arm = translated(self.draw.arm, self.draw.study.arms, self.exposure.arms)
        return safety_counts(self.draw, self.exposure.arm_titles, arm)

    @cached_property
    def _minutes(self) -> Minutes:
        return minutes_of_entries(self.draw, self.settings)

    def _days(self, occasions: tuple[str, ...]) -> Floats | None:
        return study_days(self.draw.study, occasions, self._minutes)

    def _covariate(self, name: str) -> Covariate:
        planned = self.protocol.covariate(name)
        values = covariate_of(self.draw, self.settings, planned)
        return Covariate(name=name, values=values, levels=tuple(map(str, planned.levels)))

    def _values(self, planned: Outcome, occasions: tuple[str, ...]) -> tuple[Floats, Floats | None]:
        value = self._raw(planned, occasions)
        if planned.change_from is None:
            return value, None
        start = self._raw(planned, (planned.change_from,))
        return value - start, start[..., 0]

    def _raw(self, planned: Outcome, occasions: tuple[str, ...]) -> Floats:
        """Scores or measurements as recorded, shape (R, N, T)."""
        if planned.measurement is None and planned.instrument is None:
            raise AnalysisError(
                f"{planned.title} is derived from other outcomes; only its own estimator reads it. "
                "Name the outcome that holds the score instead."
            )
        return recorded(self.draw, self.draw.study.series_with(planned.id), occasions)

    def _given(self, basis: str, occasions: tuple[str, ...], *, lag_days: int = 0) -> Given:
        """Who was given what."""
        exposure, study, arm = self.exposure, self.draw.study, self.draw.arm
        if basis == "arm":
            names = exposure.arm_titles
            given = np.broadcast_to(arm[..., np.newaxis], (*arm.shape, len(occasions)))
        else:
            names = exposure.intervention_titles
            found = given_at(self.draw, basis, occasions, lag_days=lag_days)
            given = translated(found, study.interventions, exposure.interventions)
        refuse_nothing_given(given, basis, occasions)
        return Given(
            arms=exposure.arm_titles,
            arm=translated(arm, study.arms, exposure.arms),
            interventions=names,
            intervention=given,
            period=np.broadcast_to(periods(study, occasions), given.shape),
        )

    def _guessed(
        self, guess: str, basis: str, occasions: tuple[str, ...]
    ) -> tuple[Ints, Floats | None]:
        """Guess and confidence at each occasion; a guess asked only once counts for all."""
        planned, study = self.protocol.guess(guess), self.draw.study
        names = self.exposure.guessed(planned, basis)
        if guess not in self._made:
            self._made[guess] = self.draw.guesses(guess)
        made = self._made[guess]
        options = study.arms if planned.about == "arm" else study.interventions
        there = occasions if set(made.occasions) & set(occasions) else made.occasions[-1:]
        columns = places(made.occasions, there)
        shape = (*self.draw.arm.shape, len(occasions))
        codes = at_columns(made.answer, columns, empty=NOT_ASKED)
        answers = translated(codes, options, names, otherwise=NOT_ASKED)
        sure = at_columns(np.rint(100 * made.confidence) / 100, columns, empty=np.nan)
        return (
            np.broadcast_to(answers, shape),
            np.broadcast_to(sure, shape) if planned.confidence is True else None,
        )
