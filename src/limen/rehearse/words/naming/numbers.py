"""Numbers of a rehearsal in words: shares of studies, standard deviations, Monte Carlo errors."""

from __future__ import annotations

from math import isfinite

from limen.figures.numbers import MISSING, NO_BREAK, number, significant
from limen.rehearse.performance import Measure

FEWEST = 10  # replicates; from fewer no Monte Carlo error can be known


def of_hundred(share: Measure, what: str = "such studies") -> str:
    """``62 of 100 such studies (± 1.5)``; ± is one Monte Carlo standard error.

    Where none or all of the replicates are counted it says so, as an error of 0 would mislead.
    """
    if not isfinite(share.value):
        return f"an unknown share of {what}"
    error = 100 * share.error
    beside = f" (±{NO_BREAK}{_error(error, 1) if isfinite(error) else 'unknown'})"
    if share.value in (0, 1):
        beside = f" ({'all' if share.value else 'none'} of the replicates)"
    return f"{_hundredths(share)} of 100 {what}{beside}"


def _hundredths(share: Measure) -> str:
    """Whole ones, or tenths where the error is smaller than 1; never rounded to none or all."""
    value, error = 100 * share.value, 100 * share.error
    if 0 < value < 0.05:
        return "fewer than 0.1"
    if 99.95 < value < 100:
        return "more than 99.9"
    return number(value, 0 if not isfinite(error) or error >= 1 or error == 0 else 1)


def in_sd(points: float, sd: float) -> float:
    """Points of an outcome as standard deviations; NaN where there is no such unit."""
    return points / sd if isfinite(sd) and sd > 0 else float("nan")


def amount(points: float, sd: float, unit: str, *, error: float = 0.0) -> str:
    """The size of an effect: ``0.12 SD (1.3 points)``, in points alone where there is no SD.

    Decimals are those that the Monte Carlo error of the value, in points, allows.
    """
    size = in_sd(points, sd)
    if sd == 1:  # an outcome that comes in SDs already
        return f"{number(abs(points), 2)} {unit}".strip()
    places = min(decimals(points, error), significant(points))
    own = f"{number(abs(points), places)} {unit}".strip()
    if not isfinite(size):
        return own
    return f"{sds(points, sd, error=error)} ({own})"


def sds(points: float, sd: float, *, error: float = 0.0) -> str:
    """``0.12 SD``, without sign."""
    size = abs(in_sd(points, sd))
    places = 3 if 0 < size < 0.01 and in_sd(error, sd) < 0.002 else 2
    return f"{number(size, places)}{NO_BREAK}SD"


def decimals(value: float, error: float) -> int:
    """Decimals down to the error, 3 at most; without an error, three significant digits."""
    if isfinite(error) and error > 0:
        return next((d for d in range(3) if 0.25 * 10.0**-d <= error), 3)
    size = abs(value)
    return next((d for d in range(3) if size >= 10.0 ** (2 - d)), 3) if size else 0


def with_error(measure: Measure, places: int | None = None, scale: float = 1.0) -> str:
    """``0.012 (0.003)`` for a table: the value, and its Monte Carlo standard error in brackets.

    An error that is not 0 is never written as 0; a dash stands for one that is not known.
    """
    value, error = measure.value * scale, measure.error * scale
    if not isfinite(value):
        return MISSING
    if not isfinite(error):
        places = max(decimals(value, error), 2) if places is None else places
        return f"{number(value, places)} ({MISSING})"
    places = min(max(significant(error, 1), 2), 3) if places is None else places
    return f"{number(value, places)} ({_error(error, places)})"


def _error(error: float, places: int) -> str:
    """With so many decimals; ``<0.001`` for one that they would show as 0."""
    least = 10.0**-places
    if 0 < error < least / 2:
        return f"<{number(least, places)}"
    return number(error, places) if error else "0"


def in_percent(share: Measure, of: int) -> str:
    """``94.8 (0.2)`` for a table whose head says percent; ``all of 64`` where none is missing.

    `of` is the number of replicates that the share is of.
    """
    if share.value in (0, 1):
        return f"{'all' if share.value else 'none'} of {of:,}"
    return with_error(share, 1, 100.0)


def below(alpha: float) -> str:
    """``p < .05``."""
    return f"p{NO_BREAK}<{NO_BREAK}{number(alpha, 4).strip('0')}"
