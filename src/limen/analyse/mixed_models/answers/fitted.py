"""A question with its fit: what every contrast, table and sentence of an answer comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limen.analyse.mixed_models.answers.diagnostics import Residuals, residuals
from limen.analyse.mixed_models.answers.question import Question
from limen.analyse.mixed_models.fit import Fit
from limen.analyse.mixed_models.inference import (
    DegreesOfFreedom,
    JointTest,
    contrasts,
    joint_test,
)
from limen.analyse.mixed_models.random_slope import SlopeFit, slope_contrasts, slope_joint_test
from limen.results import Estimates, Floats


@dataclass(frozen=True, kw_only=True)
class Model:
    """A question with its fit, ready to be asked for any contrast of the fixed effects."""

    question: Question
    fit: Fit | SlopeFit
    df: DegreesOfFreedom
    slope: str = ""  # the random slope's variable
    slope_values: Floats | None = None  # (R or 1, rows)

    def ask(self, L: Floats, labels: Sequence[str]) -> Estimates:
        """Lβ with standard errors and df, shape (R, q)."""
        if isinstance(self.fit, SlopeFit):
            return slope_contrasts(self.fit, L, labels=labels, df=self.df)
        return contrasts(self.fit, L, labels=labels, df=self.df)

    def test(self, L: Floats) -> JointTest:
        """Whether all of Lβ is zero."""
        if isinstance(self.fit, SlopeFit):
            return slope_joint_test(self.fit, L, df=self.df)
        return joint_test(self.fit, L, df=self.df)

    def residuals(self) -> Residuals:
        """Fitted values, residuals and participants' effects of the first replicate."""
        slope = None if self.slope_values is None else self.slope_values[0]
        return residuals(self.fit, self.question.design, slope)

    def answers(self) -> Estimates:
        """The contrasts that answer; without a treatment, the coefficients but the intercept."""
        if self.question.answers:
            return self.ask(self.question.rows, [answer.label for answer in self.question.answers])
        names = self.question.design.names
        first = 1 if len(names) > 1 else 0
        return self.ask(np.eye(len(names))[first:], names[first:])
