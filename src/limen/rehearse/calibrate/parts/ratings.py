"""Ratings of what is felt: which scores are some, and what is learned of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from limen.errors import AnalysisError
from limen.rehearse.calibrate.calibration import NotIdentified
from limen.rehearse.calibrate.fits.beliefs import BeliefFit
from limen.rehearse.calibrate.fits.estimating import Solved
from limen.rehearse.calibrate.fits.felt import FeltFit, Ratings, fit_felt
from limen.rehearse.calibrate.items import Item, Used, learned, learned_positive
from limen.rehearse.calibrate.parts.design import believed
from limen.rehearse.calibrate.records.record import Record
from limen.results import Floats
from limen.simulate.series import Cells, Series

_SPIKE = 0.2  # share of ratings at nothing, above which a rating is one of what is felt
_GIVEN = "leaning as learned from the guesses"


def is_rating(record: Record, series: Series) -> bool:
    """Whether a score is a positive control with a pile of ratings at nothing."""
    outcomes = [record.study.protocol.outcome(cells.outcome) for cells in series.cells]
    there = _there(record, series)
    if any(one.control != "positive" for one in outcomes) or there.size < 20:
        return False
    return float(np.mean(there == _nothing(there))) >= _SPIKE


def rating_items(record: Record, series: Series, found: BeliefFit | None) -> Iterator[Item]:
    """Level, slope, spread and unsteadiness of what is felt, outcome by outcome.

    A series has one mean and one spread; they stand with the outcome that says most.
    """
    fits = {cells.outcome: fit_of(record, series, cells, found) for cells in series.cells}
    holder = next((name for name, fit in fits.items() if fit is not None), next(iter(fits)))
    nothing = _nothing(_there(record, series))
    path = f"outcomes.{holder}"
    yield Used(path=f"{path}.mean", value=nothing, why="the commonest rating: nothing is felt")
    for name, fit in fits.items():
        if fit is None:
            yield from _unfitted(record, series, name, holder)
        else:
            n = int(_there(record, series).size)
            yield from _fitted(f"outcomes.{name}", fit, n, with_spread=name == holder)


def _fitted(path: str, fit: FeltFit, n: int, *, with_spread: bool) -> Iterator[Item]:
    value = fit.solved
    yield learned(f"{path}.felt.level", value, place=0, n=n, unit="points", given=_GIVEN)
    yield learned(f"{path}.felt.slope", value, place=1, n=n, unit="points per unit", given=_GIVEN)
    if with_spread:
        yield learned_positive(
            f"{path}.sd_within", value, place=2, n=n, unit="points", given=_GIVEN
        )
    if fit.unsteady:
        yield learned_positive(
            f"{path}.felt.unsteady", value, place=3, n=n, unit="SDs of the evidence", given=_GIVEN
        )


def _unfitted(record: Record, series: Series, name: str, holder: str) -> Iterator[Item]:
    path, there = f"outcomes.{name}", _there(record, series)
    nothing = _nothing(there)
    above = there[there > nothing]
    if above.size:
        yield Used(path=f"{path}.felt.level", value=float(above.mean() - nothing))
    if name == holder:
        yield Used(path=f"{path}.sd_within", value=float(above.std()) if above.size else 0.0)
    yield NotIdentified(
        path=f"{path}.felt",
        reason="Ratings could not be set against guesses about what they follow.",
        remedy="A guess at the occasions of the rating, and more ratings above nothing.",
        used="mean and SD of the ratings above nothing",
    )


def fit_of(record: Record, series: Series, cells: Cells, found: BeliefFit | None) -> FeltFit | None:
    """The fit of one outcome's ratings to the guesses; None where they are not about the same."""
    if found is None:
        return None
    guess = record.study.protocol.guess(found.answers.guess)
    said = believed(record, series, cells)
    if said is None or guess.about != cells.exposure:
        return None
    ratings = _ratings(record, series, cells, found, said)
    try:
        return fit_felt(ratings, _known(found), dont_know=found.answers.dont_know)
    except AnalysisError:
        return None


def _there(record: Record, series: Series) -> Floats:
    score = record.scores[series.name]
    return np.asarray(score[np.isfinite(score)])


def _nothing(there: Floats) -> float:
    values, counts = np.unique(there, return_counts=True)
    return float(values[int(np.argmax(counts))])


def _known(found: BeliefFit) -> Solved:
    """θ, criterion, undecided if any, and s²; what `fit_felt` wants."""
    if found.variance is not None:
        return found.solved.joined(found.variance)
    people = found.solved.influence.shape[0]
    return found.solved.joined(Solved(np.zeros(1), np.zeros((people, 1))))


def _ratings(
    record: Record, series: Series, cells: Cells, found: BeliefFit, said: Floats
) -> Ratings:
    """The ratings at occasions of the guess, each with the terms of its answer."""
    line, guess = record.study.timeline, record.study.protocol.guess(found.answers.guess)
    names = record.study.protocol.occasion_ids(*guess.occasions)
    places = {line.occasion_index[name]: c for c, name in enumerate(names)}
    shape = (record.people, len(series.occasions))
    rating, terms = np.full(shape, np.nan), np.zeros((*shape, found.answers.terms.shape[-1]))
    for column in cells.columns:
        place = places.get(int(series.occasions[column]))
        if place is not None:
            seen = found.answers.seen[:, place]
            rating[:, column] = np.where(seen, record.scores[series.name][:, column], np.nan)
            terms[:, column] = found.answers.terms[:, place]
    there = _there(record, series)
    return Ratings(
        rating=rating,
        said=np.where(np.isfinite(rating), said, np.nan),
        terms=terms,
        nothing=_nothing(there),
        low=series.low if series.low is not None else float(there.min()),
        high=series.high if series.high is not None else np.inf,
        step=series.step or 0.0,
    )
