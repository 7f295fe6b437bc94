"""What people bring along: what they expected, and their covariates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from limen.dataset.vocabulary import parts
from limen.errors import AnalysisError
from limen.protocol.document.measurement import Covariate
from limen.rehearse.calibrate.calibration import NotIdentified
from limen.rehearse.calibrate.fits.estimating import Solved, solve
from limen.rehearse.calibrate.items import (
    Finding,
    Item,
    Used,
    learned,
    learned_positive,
    learned_sd,
    learned_share,
)
from limen.rehearse.calibrate.records.record import Record
from limen.results import Floats
from limen.simulate.draw.people import levels

_FEWEST = 2  # people at one end, from which on it may be a cut
_PILED = 0.05  # share of people at one end of a scale, above which a normal does not fit


def standing_of(record: Record) -> Floats | None:
    """Prior expectation in SDs, (N,), NaN where not asked; None if it was asked of nobody."""
    for answers in record.expected.values():
        asked = answers[np.isfinite(answers)]
        if asked.size > 2 and asked.std() > 0:
            return np.asarray((answers - asked.mean()) / asked.std(ddof=1))
    return None


def expectation_items(record: Record) -> Iterator[Item]:
    """Mean and SD of the first expectancy that was answered, as shares of its scale."""
    for one in parts(record.study.protocol.expectancies):
        answers = record.expected.get(one.id, np.array([]))
        asked = answers[np.isfinite(answers)]
        if asked.size <= 2:
            continue
        low = one.low if isinstance(one.low, (int, float)) else 0.0
        high = one.high if isinstance(one.high, (int, float)) else 100.0
        share = (answers - low) / (high - low)
        yield from _moments(share, "expectation", "share of the scale")
        ends = float(np.mean((asked <= low) | (asked >= high)))
        if ends > _PILED:
            yield Finding(
                f"{ends:.0%} of answers to '{one.id}' sit at an end of its scale: mean and SD are "
                "those of the answers, and the scenario will put fewer there."
            )
        return
    yield NotIdentified(
        path="expectation",
        reason="Nobody was asked what they expect.",
        remedy="Ask for expectancy before the first dose.",
        used="the defaults",
    )


def covariate_items(record: Record) -> Iterator[Item]:
    """Mean and SD of numbers, shares of levels of factors; strata come from the allocation."""
    strata = levels(record.study)
    for one in parts(record.study.protocol.covariates):
        values = record.covariates.get(one.id)
        if values is None or one.column in strata:
            continue
        there = values[np.isfinite(values)]
        if there.size < 3:
            yield NotIdentified(
                path=f"covariates.{one.id}",
                reason=f"It is recorded of {there.size} people.",
                remedy="Record it of everybody.",
            )
        elif one.kind == "factor":
            yield from _shares(one, values)
        else:
            yield from _number(one, values, there)


def _number(one: Covariate, values: Floats, there: Floats) -> Iterator[Item]:
    """Mean and SD of a normal; where people pile up at an end, of a normal that is cut there."""
    path, unit = f"covariates.{one.id}", str(one.unit) if one.unit else ""
    low, high = (
        end if np.sum(there == end) >= _FEWEST else None
        for end in (float(there.min()), float(there.max()))
    )
    if there.std() == 0 or (low is None and high is None):
        yield from _moments(values, path, unit)
        return
    try:
        solved = _censored(values, low, high)
    except AnalysisError:
        yield from _moments(values, path, unit)
        return
    n = int(there.size)
    given = "a normal distribution, cut at its ends"
    yield learned(f"{path}.mean", solved, n=n, unit=unit, given=given)
    yield learned_positive(f"{path}.sd", solved, place=1, n=n, unit=unit, given=given)
    if low is not None:
        yield Used(path=f"{path}.low", value=low, why="several people are here")
    if high is not None:
        yield Used(path=f"{path}.high", value=high, why="several people are here")


def _censored(values: Floats, low: float | None, high: float | None) -> Solved:
    """Maximum likelihood of a normal of which only is seen that some lie beyond an end.

    ```bibtex
    @article{tobin1958estimation,
      title   = {Estimation of relationships for limited dependent variables},
      author  = {Tobin, James},
      journal = {Econometrica}, volume = {26}, pages = {24--36}, year = {1958}
    }
    ```
    """
    from scipy.special import log_ndtr

    known = np.isfinite(values)
    filled = np.where(known, values, np.nanmean(values))
    below = known & (filled == low) if low is not None else np.zeros_like(known)
    above = known & (filled == high) if high is not None else np.zeros_like(known)

    def functions(at: Floats) -> Floats:
        sd = np.exp(np.clip(at[1], -20, 20))
        z = (filled - at[0]) / sd
        inverse = np.exp(-0.5 * z**2 - 0.9189385332046727 - log_ndtr(np.where(below, z, -z)))
        first = np.select([below, above], [-inverse, inverse], default=z)
        second = np.select([below, above], [-z * inverse, z * inverse], default=z**2 - 1)
        return np.where(known[:, np.newaxis], np.stack([first, second], axis=-1), 0.0)

    inside = filled[known & ~below & ~above]
    start = inside if inside.size > 2 and inside.std() > 0 else filled[known]
    found = solve(functions, np.array([start.mean(), np.log(start.std())]))
    return found.turned(lambda at: np.array([at[0], np.exp(at[1])]))


def _shares(one: Covariate, values: Floats) -> Iterator[Item]:
    known = np.isfinite(values)
    for code in range(len(one.levels)):
        own = np.where(known, values == code, 0.0)
        share = own.sum() / known.sum()
        influence = np.where(known, own - share, 0.0) / known.sum()
        solved = Solved(np.array([share]), influence[:, np.newaxis])
        path = f"covariates.{one.id}.shares[{code}]"
        yield learned_share(path, solved, n=int(known.sum()), unit=f"share of {one.levels[code]}")


def _moments(values: Floats, path: str, unit: str) -> Iterator[Item]:
    known = np.isfinite(values)
    n = int(known.sum())
    filled = np.where(known, values, 0.0)
    mean = filled.sum() / n
    away = np.where(known, filled - mean, 0.0)
    variance = float((away**2).sum() / (n - 1))
    yield learned(f"{path}.mean", Solved(np.array([mean]), away[:, np.newaxis] / n), n=n, unit=unit)
    spread = np.where(known, away**2 - variance, 0.0)[:, np.newaxis] / n
    yield learned_sd(f"{path}.sd", Solved(np.array([variance]), spread), n=n, unit=unit)
