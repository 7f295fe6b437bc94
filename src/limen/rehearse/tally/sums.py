"""Sums of one quantity over replicates: small, whatever their number, and exact to add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What is kept of one quantity.

    `powers` are the sums of (value − `centre`)^k for k = 1 to 4; the centre is the true value of
    the quantity's own estimand, so that nothing is lost to rounding. `covered` counts, by belief
    of the estimand, intervals that hold its true value.
    """

    centre: float
    replicates: int = 0  # asked
    failed: int = 0  # without an estimate
    powers: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    with_error: int = 0  # with a standard error
    variance: float = 0.0  # sum of squared standard errors
    variance_squared: float = 0.0
    intervals: int = 0
    covered: Mapping[str, int]
    tested: int = 0  # with a p-value
    rejected: int = 0  # p < alpha
    p: tuple[int, ...]  # between `P_EDGES`

    @property
    def estimated(self) -> int:
        """How many replicates have an estimate."""
        return self.replicates - self.failed

    def __add__(self, other: Sums) -> Sums:
        """Both together; ValueError if they are centred differently."""
        if self.centre != other.centre or self.covered.keys() != other.covered.keys():
            raise ValueError("Sums about different truths cannot be added.")
        own, more = vars(self), vars(other)
        vectors: dict[str, Any] = {
            name: tuple(a + b for a, b in zip(own[name], more[name], strict=True))
            for name in _VECTORS
        }
        return Sums(
            centre=self.centre,
            covered={belief: n + other.covered[belief] for belief, n in self.covered.items()},
            **vectors,
            **{name: own[name] + more[name] for name in _NUMBERS},
        )

    def to_json(self) -> dict[str, Any]:
        """Plain data; floats come back bit by bit."""
        return {**vars(self), "covered": dict(self.covered)}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Sums:
        """What `to_json` gave."""
        return cls(**{**record, **{name: tuple(record[name]) for name in _VECTORS}})


_VECTORS = ("powers", "p")
_NUMBERS = tuple(
    one.name for one in fields(Sums) if one.name not in (*_VECTORS, "centre", "covered")
)
