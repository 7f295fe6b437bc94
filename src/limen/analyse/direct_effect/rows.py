"""The rows of a direct effect: one per participant and occasion, replicates first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from limen.results import Bools, Floats, Ints


@dataclass(frozen=True, kw_only=True)
class ArmRows:
    """The rows of one intervention; m as many as the fullest replicate has of it."""

    place: Ints  # (R, m), where they stand among all rows
    inside: Bools  # (R, m); a replicate with fewer has others at its end
    design: Floats  # (R, m, 1 + p + q)
    belief: Floats  # (R, m)

    def weight(self, weight: Floats) -> Floats:
        """Weights (R, n) of all rows for these."""
        found: Floats = np.take_along_axis(weight, self.place, axis=1) * self.inside
        return found


@dataclass(frozen=True, kw_only=True)
class Rows:
    """n = N × T rows; the rows of a participant follow each other.

    `treated` and `belief` are 0 or 1; rows of weight 0 are not used (and may hold anything finite).
    """

    outcome: Floats  # (R, n)
    treated: Floats  # (R, n)
    belief: Floats  # (R, n), 1: thinks it was the active intervention
    before: Floats  # (R, n, p), X: measured before the first dose
    after: Floats  # (R, n, q), L: measured between dose and guess
    weight: Floats  # (R, n)
    occasions: int  # T

    @property
    def participants(self) -> int:
        """N."""
        return int(self.outcome.shape[-1]) // self.occasions

    @property
    def total(self) -> Floats:
        """Sum of weights, (R,)."""
        total: Floats = self.weight.sum(-1)
        return total

    @cached_property
    def intercept_before(self) -> Floats:
        """(R, n, 1 + p): 1 and X."""
        return _with_intercept(self.before)

    @cached_property
    def intercept_all(self) -> Floats:
        """(R, n, 1 + p + q): 1, X and L."""
        return _with_intercept(np.concatenate([self.before, self.after], axis=-1))

    @cached_property
    def by_arm(self) -> tuple[ArmRows, ArmRows]:
        """The rows that count of intervention 0 and of 1, without the gaps between them."""
        return self._of_arm(0), self._of_arm(1)

    def _of_arm(self, a: int) -> ArmRows:
        inside = (self.weight > 0) & (self.treated == a)
        most = max(1, int(inside.sum(-1).max(initial=0)))
        place = np.argsort(~inside, axis=-1, kind="stable")[:, :most]
        return ArmRows(
            place=place,
            inside=np.take_along_axis(inside, place, axis=1),
            design=np.take_along_axis(self.intercept_all, place[:, :, np.newaxis], axis=1),
            belief=np.take_along_axis(self.belief, place, axis=1),
        )

    def cell(self, a: int, m: int) -> Floats:
        """1 for rows of intervention a and belief m, (R, n)."""
        inside: Floats = ((self.treated == a) & (self.belief == m)).astype(np.float64)
        return inside

    def arm(self, a: int) -> Floats:
        """1 for rows of intervention a, (R, n)."""
        inside: Floats = (self.treated == a).astype(np.float64)
        return inside

    def by_participant(self, value: Floats) -> Floats:
        """Weighted sums over a participant's rows: (R, n, …) to (R, N, …)."""
        weight = self.weight.reshape(self.weight.shape + (1,) * (value.ndim - 2))
        shape = (-1, self.participants, self.occasions, *value.shape[2:])
        sums: Floats = (value * weight).reshape(shape).sum(2)
        return sums

    def of_replicates(self, keep: Bools) -> Rows:
        """The rows of the replicates that `keep` (R,) marks."""
        return replace(
            self,
            weight=self.weight[keep],
            outcome=self.outcome[keep],
            treated=self.treated[keep],
            belief=self.belief[keep],
            before=self.before[keep],
            after=self.after[keep],
        )

    def with_weight(self, weight: Floats) -> Rows:
        """The same rows counted otherwise; B weights of one replicate give B replicates."""
        size = weight.shape[0]
        return replace(
            self,
            weight=weight,
            outcome=_repeated(self.outcome, size),
            treated=_repeated(self.treated, size),
            belief=_repeated(self.belief, size),
            before=_repeated(self.before, size),
            after=_repeated(self.after, size),
        )


def _repeated(array: Floats, size: int) -> Floats:
    return np.broadcast_to(array, (size, *array.shape[1:]))


def _with_intercept(columns: Floats) -> Floats:
    joined: Floats = np.concatenate([np.ones((*columns.shape[:2], 1)), columns], axis=-1)
    return joined
