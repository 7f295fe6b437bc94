"""Shares as sentences say them."""

from __future__ import annotations

from limen.rehearse.performance import Measure


def percent(share: float) -> str:
    """``80 %``, ``4.9 %``; no digit that is not needed."""
    return f"{100 * share:.3g} %"


def percent_with_error(share: Measure) -> str:
    """``80.1 % (Monte Carlo SE 0.9)``, both to a tenth of a percentage point."""
    return f"{100 * share.value:.1f} % (Monte Carlo SE {100 * share.error:.1f})"
