"""From data to paper: a straight line between two intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from limen.figures.paper.ticks import step_for
from limen.results.table import Kind


@dataclass(frozen=True)
class Scale:
    """Maps `low`…`high` of the data to `start`…`end` on the paper (either way round)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The position of a value, in pixels."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def holds(self, value: float) -> bool:
        """Whether the value lies on the axis."""
        return self.low <= value <= self.high


def domain(values: Iterable[float], *, count: int = 5, margin: float = 0.04) -> tuple[float, float]:
    """The smallest interval that holds all finite values, with a margin; never empty."""
    finite = [value for value in values if isfinite(value)]
    if not finite:
        return 0.0, 1.0
    low, high = min(finite), max(finite)
    if low == high:
        reach = abs(low) * 0.1 or 1.0
        return low - reach, high + reach
    space = margin * (high - low)
    return low - space, high + space


def round_domain(
    values: Iterable[float], *, count: int = 5, margin: float = 0.0, kind: Kind = "number"
) -> tuple[float, float]:
    """As `domain`, widened to whole steps, so that the axis ends at round numbers."""
    low, high = domain(values, count=count, margin=margin)
    step = step_for(low, high, count, kind)
    bottom = step * _floor(low / step)
    top = -step * _floor(-high / step)
    return bottom + 0.0, top + 0.0


def _floor(ratio: float) -> int:
    nearest = round(ratio)
    return nearest if abs(ratio - nearest) < 1e-9 else int(ratio // 1)
