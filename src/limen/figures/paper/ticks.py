"""Round numbers along an axis."""

from __future__ import annotations

from math import ceil, floor, isfinite, log10

from limen.figures.numbers import number, percent
from limen.results.table import Kind

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def step_for(low: float, high: float, count: int = 5, kind: Kind = "number") -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) that gives at most about `count`.

    What is counted has whole steps: there is no half person.
    """
    span = high - low
    if not isfinite(span) or span <= 0:
        return 1.0
    whole = kind == "count"
    rough = max(span / max(count, 1), float(whole))
    power = 10.0 ** floor(log10(rough))
    steps = [step * power for step in _STEPS if step * power >= rough * 0.999]
    return next(step for step in steps if step.is_integer() or not whole)


def ticks(low: float, high: float, count: int = 5, kind: Kind = "number") -> tuple[float, ...]:
    """Round numbers from `low` to `high`, both ends included where they are round."""
    step = step_for(low, high, count, kind)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(index * step + 0.0 for index in range(first, last + 1))


def labels(values: tuple[float, ...], kind: Kind = "number") -> tuple[str, ...]:
    """The ticks in words: one number of decimals for the whole axis."""
    share = kind == "percent"
    step = (100 if share else 1) * (values[1] - values[0] if len(values) > 1 else 1.0)
    decimals = next((d for d in range(7) if abs(step - round(step, d)) < step * 1e-6), 6)
    return tuple(percent(v, decimals) if share else number(v, decimals) for v in values)
