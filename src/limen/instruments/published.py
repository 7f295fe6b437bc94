"""Figures that others have published on a score: how well it repeats, how much change matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published figure, as one number (`low` = `high`) or as the range that studies found."""

    kind: Literal["internal_consistency", "retest", "reliable_change", "important_change"]
    low: float
    high: float
    about: str = ""  # the interval, the unit or the authors, in words
    checked: bool = False  # False: common knowledge, not read in its source; confirm before use


def alpha(low: float, high: float | None = None, about: str = "") -> Published:
    """Internal consistency (Cronbach's alpha)."""
    high = low if high is None else high
    return Published(kind="internal_consistency", low=low, high=high, about=about)


def retest(low: float, high: float | None = None, about: str = "") -> Published:
    """Correlation of a score with itself some time later; `about` says how much later."""
    high = low if high is None else high
    return Published(kind="retest", low=low, high=high, about=about)


def reliable(low: float, high: float | None = None, about: str = "") -> Published:
    """Points of change in one person beyond what chance explains."""
    high = low if high is None else high
    return Published(kind="reliable_change", low=low, high=high, about=about)


def important(
    low: float, high: float | None = None, about: str = "", *, checked: bool = False
) -> Published:
    """Points of change that people notice or that clinicians find important."""
    high = low if high is None else high
    return Published(kind="important_change", low=low, high=high, about=about, checked=checked)
