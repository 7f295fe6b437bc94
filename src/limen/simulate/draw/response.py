"""Outcomes before they are written down: everything that moves a score, added up."""

from __future__ import annotations

import numpy as np

from limen.results import Floats
from limen.simulate.draw.course import Course, believed
from limen.simulate.draw.mood import autoregressive
from limen.simulate.draw.noise import Noise
from limen.simulate.draw.people import People
from limen.simulate.draw.stressors import Stress
from limen.simulate.series import Cells, Series
from limen.simulate.study import Study


class Response:
    """The latent scores of a series; `values` has shape (R, N, T) in the series' columns."""

    def __init__(
        self,
        study: Study,
        people: People,
        course: Course,
        stress: Stress | None,
        noise: Noise,
        belief: float | None,
    ) -> None:
        self.study, self.people, self.course = study, people, course
        self.stress, self.noise, self.held = stress, noise, belief

    def values(self, series: Series) -> Floats:
        """Mean + person + residual + everything that moves the outcome of each column."""
        n = self.study.people
        name = series.name
        person = self.noise.normal(f"person {name}", n)
        innovations = self.noise.normal(f"residual {name}", n, len(series.occasions))
        residual = autoregressive(innovations, series.days, series.model.autocorrelation)
        values = np.empty(residual.shape)
        base = series.mean + series.sd_between * person
        for cells in series.cells:
            slope = self._normal(f"trend {name}", cells.model.trend_sd_per_week)
            response = self._normal(f"response {name}", cells.model.direct_sd)
            for column in cells.columns:
                noise = series.sd_within * residual[:, :, column]
                if cells.model.felt is not None:
                    values[:, :, column] = self._felt(series, cells, int(column), noise)
                    continue
                moved = self._moved(series, cells, int(column), slope, response)
                values[:, :, column] = base + cells.unit * moved + noise
        return values

    def _normal(self, purpose: str, sd: float) -> Floats | float:
        return sd * self.noise.normal(purpose, self.study.people) if sd else 0.0

    def _moved(
        self,
        series: Series,
        cells: Cells,
        column: int,
        slope: Floats | float,
        response: Floats | float,
    ) -> Floats:
        """The sum of effects in the model's unit, shape (R, N)."""
        model, line = cells.model, self.study.timeline
        day = int(series.day[column])
        moved = model.mood * self.course.mood[:, :, day]
        moved = moved + self._direct(cells, day, response)
        if line.begun[day]:
            moved = moved + model.placebo + model.expectation * self.people.expectation
            if model.belief:
                moved = moved + model.belief * self.belief(cells.exposure, day)
        if not line.before[day]:
            weeks = max(float(line.days[day]) - 1, 0.0) / 7
            moved = moved + (model.trend_per_week + slope) * weeks
            period = int(line.period[day])
            if period < len(model.periods) and not line.after[day]:
                moved = moved + model.periods[period]
        if model.rescue:
            moved = moved + model.rescue * (self.course.rescued <= day)
        return moved + self._stressed(cells, day)

    def _direct(self, cells: Cells, day: int, response: Floats | float) -> Floats | float:
        model, doses = cells.model, self.course.doses
        found: Floats | float = 0.0
        if not model.direct.is_nothing:
            sizes = self.study.sizes(model.direct)
            found = doses.effect(self.study, sizes, model, cells.exposure, day)
            found = found * self.people.scaled(self.study, "direct")
        if model.direct_sd:
            active = self.study.active.astype(float)
            found = found + response * doses.effect(self.study, active, model, cells.exposure, day)
        return found

    def belief(self, basis: str, day: int) -> Floats:
        """What is believed on a day, 0 to 1, shape (R, N); 0 before anything is given."""
        leaning = self.course.leaning[basis][:, :, day]
        if not self.study.timeline.begun[day]:
            return np.zeros(leaning.shape)
        if self.held is not None:
            return np.full(leaning.shape, self.held)
        return believed(leaning, self.study.scenario.belief.undecided)

    def _stressed(self, cells: Cells, day: int) -> Floats | float:
        model = cells.model
        if self.stress is None or (not model.stress and model.stress_change.is_nothing):
            return 0.0
        sizes = self.study.sizes(model.stress_change)
        change = self.course.doses.effect(self.study, sizes, model, "arm", day)
        felt: Floats = (model.stress + change) * self.stress.felt[:, :, day]
        return felt

    def _felt(self, series: Series, cells: Cells, column: int, noise: Floats) -> Floats:
        """A rating of what is felt: the mean exactly, unless the evidence exceeds the criterion."""
        felt = cells.model.felt
        assert felt is not None
        leaning = self.course.leaning[cells.exposure][:, :, int(series.day[column])]
        begun = bool(self.study.timeline.begun[series.day[column]])
        if felt.unsteady:
            purpose = f"unsteady {series.name} {column}"
            leaning = leaning + felt.unsteady * self.noise.normal(purpose, self.study.people)
        rating = series.mean + felt.level + felt.slope * leaning + noise
        return np.where(begun & (leaning > 0), rating, series.mean)
