"""The reader: layouts of a dataset's outcomes, made once each."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from limen.analyse.layout import DONT_KNOW, NOT_ASKED, Layout
from limen.analyse.reading.covariates import covariate_of
from limen.analyse.reading.days import study_days
from limen.analyse.reading.exposure import Exposure
from limen.analyse.reading.given import Given, refuse_nothing_given
from limen.analyse.reading.index import Index
from limen.analyse.reading.respondents import of_one_respondent
from limen.analyse.reading.safety import safety_records
from limen.analyse.reading.source import unit_of
from limen.analyse.reading.strata import strata_of
from limen.analyse.safety import SafetyCounts, SafetyRecords
from limen.dataset import Dataset, UnsealedDataset
from limen.errors import AnalysisError, SealedError
from limen.protocol import Protocol
from limen.protocol.document.measurement import Outcome
from limen.results import Floats, Ints

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Reader:
    """Reads a dataset for the estimators.

    A sealed dataset gives layouts without arms and interventions; asking for a comparison raises
    `SealedError`.
    """

    dataset: Dataset
    _kept: dict[tuple[object, ...], Layout] = field(default_factory=dict)

    @property
    def protocol(self) -> Protocol:
        """The dataset's protocol."""
        return self.dataset.protocol

    @cached_property
    def exposure(self) -> Exposure:
        """The allocations; `SealedError` if the dataset is sealed."""
        if not isinstance(self.dataset, UnsealedDataset):
            raise SealedError(
                "The dataset is sealed, so nothing that compares arms can be computed. "
                "Unseal it with its allocations after database lock."
            )
        return Exposure(self.protocol, self.dataset)

    @property
    def sealed(self) -> bool:
        """Whether the arms are unknown."""
        return not isinstance(self.dataset, UnsealedDataset)

    def layout(
        self,
        outcome: str,
        *,
        occasions: tuple[str, ...] = (),
        basis: str | None = None,
        guess: str | None = None,
        covariates: tuple[str, ...] = (),
    ) -> Layout:
        """The layout of an outcome at some occasions (left out: all of its own), R = 1.

        `basis` is what is compared: administration, period or arm (left out: the outcome's
        exposure). With basis arm, arms stand as interventions too. `guess` names a guess of the
        protocol. An outcome with `change_from` gives change, and its baseline.
        """
        planned = self.protocol.outcome(outcome)
        basis = basis or planned.exposure
        key = (outcome, occasions, basis, guess, covariates)
        if key not in self._kept:
            self._kept[key] = self._layout(planned, occasions, basis, guess, covariates)
        return self._kept[key]

    def _layout(
        self,
        planned: Outcome,
        occasions: tuple[str, ...],
        basis: str,
        guess: str | None,
        covariates: tuple[str, ...],
    ) -> Layout:
        wanted = self.protocol.occasion_ids(*(occasions or planned.occasions))
        if planned.change_from is not None:
            wanted = tuple(name for name in wanted if name != planned.change_from)
        index = Index(self.dataset.participants, wanted)
        value, baseline = self._values(planned, index)
        given = self._given(basis, index, lag_days=planned.exposure_lag_days)
        guessed = self._guessed(guess, basis, index) if guess else (None, None)
        people = index.participants
        return Layout(
            outcome=planned.title,
            value=value[np.newaxis],
            observed=np.isfinite(value)[np.newaxis],
            participants=people,
            occasions=wanted,
            guess=guessed[0],
            confidence=guessed[1],
            baseline=baseline,
            day=self._days(index),
            covariates={name: covariate_of(self.dataset, name, people) for name in covariates},
            unit=self.unit(planned),
            **vars(given),
        )

    def _days(self, index: Index) -> Floats | None:
        days = study_days(self.dataset, index)
        return days[np.newaxis] if np.any(np.isfinite(days)) else None

    def scores_as_recorded(self, outcome: str, *, occasions: tuple[str, ...]) -> Layout:
        """The layout of an outcome's scores by arm, change not taken, baseline among occasions."""
        planned = self.protocol.outcome(outcome)
        index = Index(self.dataset.participants, occasions)
        value = self.raw(planned, index)
        return Layout(
            outcome=planned.title,
            value=value[np.newaxis],
            observed=np.isfinite(value)[np.newaxis],
            participants=index.participants,
            occasions=occasions,
            unit=self.unit(planned),
            **vars(self._given("arm", index)),
        )

    def unit(self, planned: Outcome) -> str:
        """The outcome's unit, "points" where it names none."""
        return unit_of(planned)

    @cached_property
    def strata(self) -> Ints:
        """Codes of the factors that allocation was balanced for, shape (N, factors)."""
        return strata_of(self.dataset)

    def safety_records(self) -> SafetyRecords:
        """The adverse events, one by one; `NotIdentifiedError` if none was recorded."""
        return safety_records(self.dataset, self.exposure)

    def safety(self) -> SafetyCounts:
        """The adverse events by participant, R = 1; `NotIdentifiedError` if none was recorded."""
        return SafetyCounts.of(self.safety_records())

    def _values(self, planned: Outcome, index: Index) -> tuple[Floats, Floats | None]:
        value = self.raw(planned, index)
        if planned.change_from is None:
            return value, None
        start = self.raw(planned, Index(index.participants, (planned.change_from,)))
        return value - start, start[np.newaxis, :, 0]

    def raw(self, planned: Outcome, index: Index) -> Floats:
        """Scores or measurements as recorded, shape (N, T)."""
        if planned.measurement is not None:
            frame = self.dataset.table("measurements")
            rows = self._told(frame[frame["measurement"] == planned.measurement])
            return index.scatter(
                rows["participant"], rows["occasion"], rows["value"].to_numpy(float)
            )
        if planned.instrument is None:
            raise AnalysisError(
                f"{planned.title} is derived from other outcomes; only its own estimator reads it. "
                "Name the outcome that holds the score instead."
            )
        frame = self._scores
        chosen = frame["instrument"] == planned.instrument
        if planned.subscale is not None:
            chosen &= frame["subscale"] == planned.subscale
        rows = self._told(frame[chosen])
        return index.scatter(rows["participant"], rows["occasion"], rows["score"].to_numpy(float))

    def _told(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of the respondents that the occasions name."""
        return of_one_respondent(rows, lambda name: str(self.protocol.occasion(name).respondent))

    @cached_property
    def _scores(self) -> pd.DataFrame:
        return self.dataset.table("scores")

    def _given(self, basis: str, index: Index, *, lag_days: int = 0) -> Given:
        """Who was given what; without arms if the dataset is sealed."""
        if self.sealed:
            return Given()
        arms, arm = self.exposure.arm_titles, self.exposure.arm(index)
        if basis == "arm":
            names = arms
            given = np.repeat(arm[:, np.newaxis], len(index.occasions), axis=1)
        else:
            names = self.exposure.intervention_titles
            given = self.exposure.intervention(basis, index, lag_days=lag_days)
        refuse_nothing_given(given, basis, index.occasions)
        return Given(
            arms=arms,
            arm=arm[np.newaxis],
            interventions=names,
            intervention=given[np.newaxis],
            period=self.exposure.periods(index)[np.newaxis],
        )

    def guesses(self, guess: str, *, occasions: tuple[str, ...] = ()) -> Layout:
        """The layout of a guess itself: observed where it was asked, the value says nothing."""
        planned = self.protocol.guess(guess)
        names = self.protocol.occasion_ids(*(occasions or planned.occasions))
        index = Index(self.dataset.participants, names)
        given = self._given(planned.about, index)
        guessed, confidence = self._guessed(guess, planned.about, index)
        observed = guessed != NOT_ASKED
        return Layout(
            outcome=planned.title,
            value=np.where(observed, 0.0, np.nan),
            observed=observed,
            participants=index.participants,
            occasions=names,
            guess=guessed,
            confidence=confidence,
            **vars(given),
        )

    def _guessed(self, guess: str, basis: str, index: Index) -> tuple[Ints, Floats | None]:
        """Guess and confidence at each occasion; a guess asked only once counts for all."""
        planned = self.protocol.guess(guess)
        names = planned.options if self.sealed else self.exposure.guessed(planned, basis)
        frame = self.dataset.table("guesses")
        frame = of_one_respondent(frame[frame["guess"] == guess], lambda _: str(planned.respondent))
        codes = {name: k for k, name in enumerate(names)}
        codes["dont_know"] = DONT_KNOW
        values = [codes.get(answer, NOT_ASKED) for answer in frame["answer"]]
        asked = self.protocol.occasion_ids(*planned.occasions)
        there = (
            index if set(asked) & set(index.occasions) else Index(index.participants, asked[-1:])
        )
        at = (frame["participant"], frame["occasion"])
        guessed = there.scatter(*at, values, empty=NOT_ASKED)
        sure = there.scatter(*at, frame["confidence_percent"].to_numpy(float) / 100)
        whole = np.broadcast_to(guessed, index.shape).astype(np.int64)[np.newaxis]
        confident = np.broadcast_to(sure, index.shape)[np.newaxis].copy()
        return whole, confident if planned.confidence is True else None
