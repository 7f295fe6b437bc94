"""The true value of an estimand, with what is known about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Truth:
    """The true value of a target under a scenario.

    `error` is its Monte Carlo standard error. `zero` says that it is zero by construction, not by
    a small estimate: nobody's scores differ between the two conditions. `sd` is the standard
    deviation under the reference of what is averaged, people and occasions together, belief left
    free; NaN for a measure that averages nothing.
    """

    value: float
    error: float
    zero: bool
    sd: float
