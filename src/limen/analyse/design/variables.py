"""The variables a design may use: what was given, what was believed, when, and who it was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.layout import DONT_KNOW, NOT_ASKED, UNKNOWN, Layout
from limen.errors import DesignMatrixError
from limen.results import Floats, Ints

DONT_KNOW_LEVEL = "dont_know"


@dataclass(frozen=True, kw_only=True)
class Variable:
    """A variable on the participants × occasions of a layout.

    `values` has shape (R, N, T), or (1, N, T) when it is the same in every replicate; NaN is
    missing. A factor holds codes of `levels`, the first of which is the reference.
    """

    name: str
    values: Floats
    levels: tuple[str, ...] = ()


def variable_of(layout: Layout, name: str) -> Variable:
    """The variable called `name`; a covariate of the layout may not hide one of these names.

    `intervention`, `arm`, `guess` ("don't know" is a level of its own), `occasion`, `period` (a
    factor) or `period_number` (linear), `carry_over` (what the previous period held; the first
    period has none, as has placebo), `baseline`, `day`, or a covariate.
    """
    if name in _OF_THE_STUDY:
        values, levels = _OF_THE_STUDY[name](layout)
    elif name in layout.covariates:
        covariate = layout.covariates[name]
        values, levels = covariate.values, covariate.levels
    else:
        known = ", ".join([*_OF_THE_STUDY, *layout.covariates])
        raise DesignMatrixError(
            f"Layout of {layout.outcome!r}: there is no variable {name!r}. Known: {known}."
        )
    return Variable(name=name, values=_shared(_per_occasion(values, layout)), levels=levels)


def _per_occasion(values: Floats, layout: Layout) -> Floats:
    full = values[:, :, None] if values.ndim == 2 else values
    return np.broadcast_to(
        full, (full.shape[0], len(layout.participants), len(layout.occasions))
    ).astype(np.float64)


def _shared(values: Floats) -> Floats:
    """Keep one replicate of values that do not vary over replicates."""
    if values.shape[0] > 1 and np.array_equal(
        values, np.broadcast_to(values[:1], values.shape), equal_nan=True
    ):
        return values[:1]
    return values


def _codes(codes: Ints | None, name: str, layout: Layout, *missing: int) -> Floats:
    if codes is None:
        raise DesignMatrixError(
            f"Layout of {layout.outcome!r} has no {name}. Drop the term, or record it."
        )
    return np.where(np.isin(codes, missing), np.nan, codes)


def _intervention(layout: Layout) -> tuple[Floats, tuple[str, ...]]:
    codes = _codes(layout.intervention, "intervention", layout, UNKNOWN)
    return codes, layout.interventions


def _arm(layout: Layout) -> tuple[Floats, tuple[str, ...]]:
    return _codes(layout.arm, "arm", layout, UNKNOWN), layout.arms


def _guess(layout: Layout) -> tuple[Floats, tuple[str, ...]]:
    codes = _codes(layout.guess, "guess", layout, NOT_ASKED)
    unsure = codes == DONT_KNOW
    if not unsure.any():
        return codes, layout.interventions
    levels = (*layout.interventions, DONT_KNOW_LEVEL)
    return np.where(unsure, float(len(levels) - 1), codes), levels


def _occasion(layout: Layout) -> tuple[Floats, tuple[str, ...]]:
    return np.arange(len(layout.occasions), dtype=np.float64)[None, None, :].repeat(
        len(layout.participants), axis=1
    ), layout.occasions


def _period_number(layout: Layout) -> tuple[Floats, tuple[str, ...]]:
    return _codes(layout.period, "period", layout, UNKNOWN), ()


def _period(layout: Layout) -> tuple[Floats, tuple[str, ...]]:
    values, _ = _period_number(layout)
    last = int(np.nanmax(values, initial=0.0))
    return values, tuple(str(number) for number in range(1, last + 2))


def _carry_over(layout: Layout) -> tuple[Floats, tuple[str, ...]]:
    """What the last occasion of the previous period held; 0 (the reference) in the first period."""
    period, _ = _period_number(layout)
    given, levels = _intervention(layout)
    before = np.where(period == 0, 0.0, np.nan)
    for number in range(1, int(np.nanmax(period, initial=0.0)) + 1):
        held = np.full(given.shape[:2], np.nan)
        for occasion in range(given.shape[2]):
            here = (period[..., occasion] == number - 1) & ~np.isnan(given[..., occasion])
            held = np.where(here, given[..., occasion], held)
        before = np.where(period == number, held[..., None], before)
    return before, levels


def _baseline(layout: Layout) -> tuple[Floats, tuple[str, ...]]:
    if layout.baseline is None:
        raise DesignMatrixError(
            f"Layout of {layout.outcome!r} has no baseline. Drop the term, or record one."
        )
    return layout.baseline, ()


def _day(layout: Layout) -> tuple[Floats, tuple[str, ...]]:
    if layout.day is None:
        raise DesignMatrixError(f"Layout of {layout.outcome!r} has no study day. Drop the term.")
    return layout.day, ()


_OF_THE_STUDY = {
    "intervention": _intervention,
    "arm": _arm,
    "guess": _guess,
    "occasion": _occasion,
    "period": _period,
    "period_number": _period_number,
    "carry_over": _carry_over,
    "baseline": _baseline,
    "day": _day,
}
