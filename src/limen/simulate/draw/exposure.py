"""What a person has been given by a day, and how much of an effect that makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.results import Bools, Floats, Ints
from limen.simulate.scenario.document import OutcomeModel
from limen.simulate.study import Study


@dataclass(frozen=True)
class Doses:
    """Doses of R × N people: what is given by period, what a dose held, what was taken so far."""

    given: Ints  # (R, N, P)
    content: Ints  # (R, N, D)
    taken: Bools  # (R, N, D)
    count: Floats  # (R, N, D + 1), doses taken before dose d

    def effect(
        self, study: Study, sizes: Floats, model: OutcomeModel, exposure: str, day: int
    ) -> Floats:
        """The effect of what was given by a day, shape (R, N), for sizes by intervention (K,).

        An administration counts by its lag. A period counts by the share of its doses due that
        were taken, with what is carried over from the period before. An arm counts by all doses so
        far. Without doses, periods count by themselves.
        """
        line = study.timeline
        if line.before[day]:
            return np.zeros(self.given.shape[:2])
        period = int(line.period[day])
        by_period = sizes[self.given]
        due = int(line.doses_by[day])
        if exposure == "administration" and len(line.doses):
            found = self._of_last_dose(study, sizes, model, due, day)
        elif exposure == "arm":
            found = self._of_arm(study, by_period, due, period)
        else:
            found = by_period[:, :, period] * self._share(study, period, due)
        if model.carry_over and period > 0 and exposure != "arm":
            found = found + model.carry_over * by_period[:, :, period - 1]
        return found * model.after_treatment if line.after[day] else found

    def _of_last_dose(
        self, study: Study, sizes: Floats, model: OutcomeModel, due: int, day: int
    ) -> Floats:
        if due == 0:
            return np.zeros(self.given.shape[:2])
        line = study.timeline
        lag = int(line.days[day] - line.days[line.dose_day[due - 1]])
        share = 1.0
        if model.by_lag:
            share = model.by_lag[lag] if lag < len(model.by_lag) else 0.0
        effect: Floats = share * sizes[self.content[:, :, due - 1]] * self.taken[:, :, due - 1]
        return effect

    def _share(self, study: Study, period: int, due: int) -> Floats:
        """The share of a period's doses due by now that were taken; 1 before the first is due."""
        first = sum(dose.period - 1 < period for dose in study.timeline.doses)
        last = min(due, sum(dose.period - 1 <= period for dose in study.timeline.doses))
        if last <= first:
            return np.ones(self.given.shape[:2])
        share: Floats = (self.count[:, :, last] - self.count[:, :, first]) / (last - first)
        return share

    def _of_arm(self, study: Study, by_period: Floats, due: int, period: int) -> Floats:
        periods = [dose.period - 1 for dose in study.timeline.doses[:due]]
        if not periods:
            mean: Floats = sum(by_period[:, :, p] for p in range(period + 1)) / (period + 1)  # type: ignore[assignment]
            return mean
        total = np.zeros(self.given.shape[:2])
        for p in sorted(set(periods)):
            first, last = periods.index(p), periods.index(p) + periods.count(p)
            total += by_period[:, :, p] * (self.count[:, :, last] - self.count[:, :, first])
        return total / due
