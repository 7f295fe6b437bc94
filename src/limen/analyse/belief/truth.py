"""A world in which outcome and guess share a cause, and what each analysis finds there."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import ndtr

from limen.analyse.guess_rate import (
    Cells,
    at_equal_guessing,
    at_observed_rate,
    at_rate,
    standardised,
)
from limen.results import Floats


@dataclass(frozen=True, kw_only=True)
class Truth:
    r"""How outcome and guess come about; effects in standard deviations of the outcome.

    With arm $a$ (1 active, half of the people) and a mood $U \sim N(0, 1)$ that nobody measures,
    people say active when $\text{leaning} + \text{noticing}\,a + \text{mood\_on\_guess}\,U + N(0,1)
    > 0$, and the outcome is $\text{direct}\,a + \text{belief}\,[\text{says active}] +
    \text{mood\_on\_outcome}\,U$ plus noise that makes its variance 1 at given arm and belief.
    The controlled direct effect is `direct`, whatever belief is held at.
    """

    direct: float
    belief: float
    leaning: float
    noticing: float
    mood_on_guess: float
    mood_on_outcome: float

    def cells(self) -> Cells:
        r"""Shares and mean outcomes of the four strata in an endless study, exactly.

        $P(\text{says active} \mid a) = \Phi(h_a)$ with $h_a = (\text{leaning} +
        \text{noticing}\,a)/\sqrt{1+\gamma^2}$, and the mean mood of those who say active is
        $\rho\,\phi(h_a)/\Phi(h_a)$, $\rho = \gamma/\sqrt{1+\gamma^2}$.
        """
        scale = sqrt(1 + self.mood_on_guess**2)
        arm = np.array([1.0, 0.0])
        h = (self.leaning + self.noticing * arm) / scale
        says_active = ndtr(h)
        pull = self.mood_on_outcome * self.mood_on_guess / scale * np.exp(-(h**2) / 2)
        pull = pull / sqrt(2 * np.pi)
        yes = self.direct * arm + self.belief + pull / says_active
        no = self.direct * arm - pull / (1 - says_active)
        shares = np.column_stack([says_active, 1 - says_active]) / 2
        means = np.column_stack([yes, no])  # rows active, placebo; columns the guesses
        return Cells(n=shares.reshape(1, 4), mean=means.reshape(1, 4))


@dataclass(frozen=True, kw_only=True)
class Found:
    """What each analysis converges to, in standard deviations of the outcome."""

    unadjusted: float
    guess_adjusted: float
    says_placebo: float
    says_active: float
    at_half: float
    at_equal: float
    standardised: float

    @property
    def adjusted(self) -> tuple[float, ...]:
        """Everything but the unadjusted contrast."""
        return (
            self.guess_adjusted,
            self.says_placebo,
            self.says_active,
            self.at_half,
            self.at_equal,
            self.standardised,
        )


def found(cells: Cells) -> Found:
    """What each analysis finds in strata of these sizes and means (first replicate)."""
    gaps = stratum_gaps(cells)
    return Found(
        unadjusted=_first(at_observed_rate(cells).value),
        guess_adjusted=float(guess_adjusted(cells)[0]),
        says_placebo=float(gaps[0, 1]),
        says_active=float(gaps[0, 0]),
        at_half=_first(at_rate(cells, np.array([0.5])).value),
        at_equal=_first(at_equal_guessing(cells).value),
        standardised=_first(standardised(cells).value),
    )


def stratum_gaps(cells: Cells) -> Floats:
    """Active − placebo among those who say active, and who say placebo, shape (R, 2)."""
    return np.stack(
        [cells.mean[:, 0] - cells.mean[:, 2], cells.mean[:, 1] - cells.mean[:, 3]], axis=1
    )


def guess_adjusted(cells: Cells) -> Floats:
    r"""Coefficient of arm in a linear model with the guess as a covariate, shape (R,).

    The strata's contrasts, weighted by $n_{Ag} n_{Pg} / (n_{Ag} + n_{Pg})$: least squares with
    two dummies, one row per participant.
    """
    active, placebo = cells.n[:, [0, 1]], cells.n[:, [2, 3]]
    weight = active * placebo / (active + placebo)
    ratio: Floats = (weight * stratum_gaps(cells)).sum(axis=1) / weight.sum(axis=1)
    return ratio


def _first(value: Floats) -> float:
    return float(value[0, 0])
