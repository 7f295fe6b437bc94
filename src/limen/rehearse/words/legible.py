"""A rehearsal as it is printed: in units that people read, without errors that nobody can know."""

from __future__ import annotations

from dataclasses import replace
from math import nan

from limen.analyse.batch.quantity import Target
from limen.rehearse.performance import Measure, Performance
from limen.rehearse.rehearsal import Rehearsal, Rehearsed
from limen.rehearse.truth import Truth
from limen.rehearse.words.naming.numbers import FEWEST
from limen.rehearse.words.naming.targets import has_sd, scale

_OF_ESTIMATES = ("mean", "bias", "empirical_se", "model_se")
_MEASURES = (*_OF_ESTIMATES, "mse", "coverage", "rejection")


def legible(rehearsal: Rehearsal) -> Rehearsal:
    """Shares in percentage points, SDs only of scores, no Monte Carlo error from a few replicates.

    The sheet of numbers keeps what was computed; pages and terminals show this.
    """
    return replace(rehearsal, cells=tuple(_cell(one) for one in rehearsal.cells))


def _cell(one: Rehearsed) -> Rehearsed:
    return replace(
        one,
        truths={target: _truth(target, truth) for target, truth in one.truths.items()},
        performance=tuple(_performance(p) for p in one.performance),
    )


def _truth(target: Target, truth: Truth) -> Truth:
    by = scale(target)
    sd = truth.sd if has_sd(target) else nan
    return replace(truth, value=truth.value * by, error=truth.error * by, sd=sd)


def _performance(p: Performance) -> Performance:
    by = scale(p.target)
    shown: dict[str, Measure] = {}
    for name in _MEASURES:
        found: Measure = getattr(p, name)
        times = by if name in _OF_ESTIMATES else by**2 if name == "mse" else 1.0
        error = found.error * times if p.replicates - p.failed >= FEWEST else nan
        shown[name] = Measure(value=found.value * times, error=error)
    return replace(
        p,
        truth=p.truth * by,
        truth_error=p.truth_error * by,
        sd=p.sd if has_sd(p.target) else nan,
        mean=shown["mean"],
        bias=shown["bias"],
        empirical_se=shown["empirical_se"],
        model_se=shown["model_se"],
        mse=shown["mse"],
        coverage=shown["coverage"],
        rejection=shown["rejection"],
    )
