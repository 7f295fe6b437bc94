"""How an estimator behaves over replicates, each number with its Monte Carlo standard error."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

from limen.analyse.batch.quantity import Quantity, Target


@dataclass(frozen=True, kw_only=True)
class Measure:
    """An operating characteristic and its Monte Carlo standard error."""

    value: float = nan
    error: float = nan


@dataclass(frozen=True, kw_only=True)
class Performance:
    """One quantity against one estimand, over `replicates` replicates.

    `own` says whether the estimand is the one that the quantity claims; against others bias and
    coverage show what happens to those who read it so. `rejection` is the share of replicates
    whose p-value is below alpha: type I error where the truth is zero, power where it is not.

    ```bibtex
    @article{morris2019using,
      title   = {Using simulation studies to evaluate statistical methods},
      author  = {Morris, Tim P. and White, Ian R. and Crowther, Michael J.},
      journal = {Statistics in Medicine},
      volume  = {38}, number = {11}, pages = {2074--2102}, year = {2019}
    }
    ```
    """

    quantity: Quantity
    target: Target
    own: bool
    truth: float
    truth_error: float  # Monte Carlo standard error of the truth
    truth_is_zero: bool
    sd: float  # of the outcome under the reference, all people together: unit of "SD"
    replicates: int
    failed: int  # without an estimate
    mean: Measure
    bias: Measure
    empirical_se: Measure
    model_se: Measure
    mse: Measure
    coverage: Measure
    rejection: Measure
