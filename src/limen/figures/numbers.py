"""Numbers as people read them: a true minus sign, no −0.00, no more digits than the data carry."""

from __future__ import annotations

from math import ceil, floor, isfinite, isinf, isnan, log10

MISSING = "–"
MINUS = "−"
NO_BREAK = "\N{NO-BREAK SPACE}"


def number(value: float | None, decimals: int | None = None) -> str:
    """The value with so many decimals; without `decimals`, three significant digits."""
    if value is None or isnan(value):
        return MISSING
    if isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    places = significant(value) if decimals is None else decimals
    written = f"{abs(value):.{places}f}"
    negative = value < 0 and any(digit in "123456789" for digit in written)
    return f"{MINUS}{written}" if negative else written


def significant(value: float, digits: int = 3, most: int = 4) -> int:
    """How many decimals show `digits` significant digits of the value, `most` at the utmost."""
    if not isfinite(value) or value == 0 or float(value).is_integer():
        return 0
    return min(max(digits - 1 - floor(log10(abs(value))), 0), most)


def decimals_for(lower: float, upper: float) -> int:
    """The decimals that an interval of this width deserves: a step is 1 to 3 % of its width."""
    width = abs(upper - lower)
    if not isfinite(width) or width == 0:
        return 2
    return min(max(ceil(1.5 - log10(width)), 0), 4)


def p_value(p: float | None) -> str:
    """``.043``, ``<.001`` or ``>.999``; never 0 and never 1."""
    if p is None or isnan(p):
        return MISSING
    if p < 0.001:
        return "<.001"
    if p > 0.999:
        return ">.999"
    return f"{p:.3f}".removeprefix("0")


def p_statement(p: float | None) -> str:
    """``p = .043`` or ``p < .001``; empty when there is no p."""
    written = p_value(p)
    if written == MISSING:
        return ""
    sign = written[0] if written[0] in "<>" else "="
    return NO_BREAK.join(["p", sign, written.lstrip("<>")])


def percent(share: float | None, decimals: int = 1) -> str:
    """A share of 1 as a percentage: 0.645 is 64.5 %."""
    if share is None or isnan(share):
        return MISSING
    return f"{number(100 * share, decimals)}{NO_BREAK}%"


def interval(lower: float, upper: float, decimals: int | None = None) -> str:
    """``1.23 to 5.08``; missing limits are said to be missing."""
    if isnan(lower) and isnan(upper):
        return "no interval"
    places = decimals_for(lower, upper) if decimals is None else decimals
    return f"{number(lower, places)} to {number(upper, places)}"


def with_interval(value: float, lower: float, upper: float) -> str:
    """``3.16 (1.23 to 5.08)``, all with the decimals that the interval deserves."""
    if isnan(value):
        return "no estimate"
    if isnan(lower) and isnan(upper):
        return number(value)
    places = decimals_for(lower, upper)
    return f"{number(value, places)} ({interval(lower, upper, places)})"
