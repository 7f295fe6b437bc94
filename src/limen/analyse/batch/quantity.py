"""What a planned analysis estimates in every replicate, and what each number is aimed at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from limen.results import Estimates

Basis = Literal["administration", "period", "arm"]

Belief = Literal["free", "placebo", "active", "alike"]
"""How an estimand treats belief: left to itself (treatment policy), held at placebo or at active
(controlled direct effect), or drawn alike in both arms (standardised)."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """An estimand as a simulation can know it: two conditions, a variable, occasions, belief.

    `measure` says what is compared: `mean` of the outcome, `reactivity` (mean stressor
    reactivity), `variance`, `inertia`, ... of a diary. The value is that under `active` minus that
    under `reference`, averaged over people and `occasions`.
    """

    outcome: str  # id
    occasions: tuple[str, ...]
    active: str  # id of an arm (`basis` arm) or of an intervention
    reference: str
    basis: Basis
    measure: str = "mean"
    belief: Belief = "free"

    def with_belief(self, belief: Belief) -> Target:
        """The same with belief treated otherwise."""
        return replace(self, belief=belief)


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """One number that an analysis gives.

    `key` is unique in a plan: that of the question (`wellbeing.brs`) for the number that answers
    it, with a suffix for others (`curve.brs.standardised`). `label` is that of the estimate which
    `limen analyse` gives for one dataset. Without a `target` a number only describes.
    """

    key: str
    analysis: str  # id of the plan's item
    method: str  # what computed it: "mixed_model", "g_formula", ...
    title: str
    label: str
    target: Target | None = None
    answers: bool = False  # whether it is the one that answers the analysis's question


@dataclass(frozen=True, kw_only=True)
class BatchAnswer:
    """Numbers of R replicates; quantity j stands in column j of the estimates, (R, q).

    `estimates.extras["p"]`, shape (R, q), holds p-values that are not those of value / error.
    """

    quantities: tuple[Quantity, ...]
    estimates: Estimates


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A planned analysis of one outcome in R replicates, ready to be asked.

    Asking may raise `AnalysisError`: then no replicate has an answer. `slow` analyses cost more
    than a few milliseconds a replicate, and are asked of fewer of them.
    """

    key: str
    title: str
    analysis: str
    estimator: str
    ask: Callable[[], BatchAnswer]
    slow: bool = False
