"""An internal check on the self-blinding study: does one part of it predict another?

What people noticed and felt in week 1 predicts what they guessed and rated in weeks 2 to 4, by what
the capsule held; the same people answered, so this tests that the model holds over time, not that
it holds for others. Differences and their errors count what the same people share. And SDs between
and within people, learned from one half of the people, predict those of the other half.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.special import ndtr

from limen.dataset.adapters.self_blinding import import_self_blinding
from limen.randomness import stream
from limen.rehearse.calibrate.calibrate import items_of
from limen.rehearse.calibrate.calibration import Learned
from limen.rehearse.calibrate.fits.estimating import ratio
from limen.rehearse.calibrate.items import Used
from limen.rehearse.calibrate.parts.noticed import belief_of
from limen.rehearse.calibrate.parts.ratings import fit_of
from limen.rehearse.calibrate.records.reading import record_of
from limen.simulate.draw import NOT_ASKED

HERE = Path(__file__).parents[1]
GUESS, RATING = "acute_guess", "vas.intensity"
ARMS = ("placebo", "microdose")
HIT = 1.959964  # standard errors


def folder():
    """Where the public files are, or None."""
    for place in filter(None, [os.environ.get("LIMEN_DATA_DIR"), HERE.parent / "shared" / "data"]):
        if (Path(place) / "self_blinding" / "pacutes.csv").is_file():
            return Path(place) / "self_blinding"
    return None


def only(record, weeks):
    """The record with guesses and ratings of some weeks, the first is 0."""
    others = [week for week in range(4) if week not in weeks]
    answers = record.answers[GUESS].copy()
    answers[:, others] = NOT_ASKED
    scores = record.scores[RATING].copy()
    scores[:, others] = np.nan
    return replace(
        record,
        answers={**record.answers, GUESS: answers},
        scores={**record.scores, RATING: scores},
    )


def compared(predicted, observed):
    """Prediction against what was seen: their difference has the error of what they share."""
    away = observed.value[0] - predicted.value[0]
    joined = observed.joined(predicted).turned(lambda at: at[:1] - at[1:])
    error = float(joined.standard_error[0])
    return {
        "predicted": round(float(predicted.value[0]), 4),
        "predicted_error": round(float(predicted.standard_error[0]), 4),
        "observed": round(float(observed.value[0]), 4),
        "difference": round(float(away), 4),
        "difference_error": round(error, 4),
        "lower": round(float(away) - HIT * error, 4),
        "upper": round(float(away) + HIT * error, 4),
        "hit": bool(abs(away) < HIT * error),
    }


def rating(at, took, kept):
    """Mean rating and share at nothing, from (d′, k, level, slope, sigma, unsteady)."""
    d_prime, criterion, level, slope, sigma, unsteady = at
    wide = np.hypot(1.0, unsteady)
    nodes, weights = np.polynomial.legendre.leggauss(200)
    felt = (nodes + 1) / 2 * 8 * wide
    eta = took * d_prime - criterion
    weight = weights * 4 * wide * np.exp(-0.5 * ((felt - eta) / wide) ** 2)
    weight = weight / (wide * np.sqrt(2 * np.pi))
    middle = level + slope * felt
    if kept == "mean":
        return float(cut_mean(middle, sigma) @ weight)
    return float(ndtr(-eta / wide) + ndtr((0.5 - middle) / sigma) @ weight)


def cut_mean(middle, sigma, low=0.0, high=100.0):
    """Mean of a normal that is cut at both ends."""
    a, b = (low - middle) / sigma, (high - middle) / sigma
    density = [np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi) for z in (a, b)]
    inside = ndtr(b) - ndtr(a)
    return low * ndtr(a) + high * ndtr(-b) + middle * inside + sigma * (density[0] - density[1])


def weeks(record):
    """Guesses and ratings of weeks 2 to 4 from week 1, by what the capsule held."""
    first, later = only(record, [0]), only(record, [1, 2, 3])
    beliefs = belief_of(first, None)
    series = next(one for one in record.study.series if one.name == RATING)
    felt = fit_of(first, series, series.cells[0], beliefs)
    known = beliefs.solved.joined(felt.solved)
    found = {}
    for code, arm in enumerate(ARMS):
        own = record.content == code
        asked = own & (later.answers[GUESS] != NOT_ASKED)
        said = asked & (later.answers[GUESS] == 1)
        predicted = beliefs.solved.turned(lambda at, code=code: ndtr(code * at[:1] - at[1:2]))
        found[f"share who say microdose, {arm}"] = compared(
            predicted, ratio(said.sum(1) * 1.0, asked.sum(1) * 1.0)
        )
        scores = later.scores[RATING]
        there = own & np.isfinite(scores)
        filled = np.where(there, scores, 0.0)
        for kept, above in (("mean", filled), ("share at 0", there & (filled == 0))):
            predicted = known.turned(
                lambda at, code=code, kept=kept: np.array([rating(at, code, kept)])
            )
            found[f"intensity, {kept}, {arm}"] = compared(
                predicted, ratio(above.sum(1) * 1.0, there.sum(1) * 1.0)
            )
    return found


def half(record, people):
    """The record of some of the people; the self-blinding files hold no events."""
    rows = {
        name: getattr(record, name)[people]
        for name in ("given", "content", "taken", "dose_recorded", "state")
    }
    tables = {
        name: {key: values[people] for key, values in getattr(record, name).items()}
        for name in ("scores", "answers", "confidence", "expected", "covariates")
    }
    return replace(record, **rows, **tables)


def spreads(record):
    """SDs between and within people by path, with their errors."""
    return {
        one.path: (one.value, one.standard_error if isinstance(one, Learned) else one.error)
        for one in items_of(record)
        if isinstance(one, (Learned, Used))
        and one.path.startswith("outcomes.")
        and one.path.rpartition(".")[2] in ("sd_between", "sd_within")
        and "intensity" not in one.path
    }


def folds(record, splits, seed):
    """How often the SD of one half lies where that of the other says, over random halves."""
    hits, ratios = {}, {}
    for split in range(splits):
        order = stream(seed, "two folds", split).permutation(record.people)
        size = record.people // 2
        one, other = (spreads(half(record, np.sort(p))) for p in (order[:size], order[size:]))
        for path in one.keys() & other.keys():
            (a, error_a), (b, error_b) = one[path], other[path]
            both = np.hypot(error_a, error_b)
            if np.isfinite(both) and a > 0 and b > 0:
                hits.setdefault(path, []).append(bool(abs(a - b) < HIT * both))
                ratios.setdefault(path, []).append(abs(np.log(a / b)))
    everything = [hit for found in hits.values() for hit in found]
    return {
        "splits": splits,
        "parameters": len(hits),
        "hits": round(float(np.mean(everything)), 4),
        "median_ratio": round(float(np.exp(np.median(np.concatenate(list(ratios.values()))))), 4),
        "by_parameter": {
            path: {
                "hits": round(float(np.mean(found)), 3),
                "typical_ratio": round(float(np.exp(np.median(ratios[path]))), 3),
            }
            for path, found in sorted(hits.items())
        },
    }


def run(replicates: int, seed: int) -> dict[str, object] | None:
    """Predictions and what was seen; `replicates` random halves. None without the public data."""
    place = folder()
    if place is None:
        print("public data 'self_blinding' not found: set LIMEN_DATA_DIR to its parent folder")
        return None
    data, allocations = import_self_blinding(place)
    record = record_of(data.unseal(allocations))
    predicted = weeks(record)
    return {
        "weeks 2 to 4 from week 1": predicted,
        "hits": f"{sum(one['hit'] for one in predicted.values())} of {len(predicted)}",
        "same people, so this is a check of the model over time only": True,
        "one half of the people from the other": folds(record, replicates, seed),
    }
