"""Affect dynamics of a diary: variance within people, successive differences, inertia."""

from __future__ import annotations

from functools import partial
from weakref import WeakKeyDictionary

import numpy as np

from limen.analyse.batch.quantity import Target
from limen.analyse.resilience.dynamics.inertia import correct
from limen.analyse.resilience.dynamics.successive import Dynamics, dynamics
from limen.rehearse.truth.measures.measure import (
    Measure,
    Seen,
    believed_in_all,
    difference_in_means,
    has_scores,
    occasions_of,
)
from limen.results import Bools, Floats
from limen.simulate.draw import Draw

_Made = dict[tuple[str, tuple[str, ...]], tuple[Floats, Dynamics]]
_MADE: WeakKeyDictionary[Draw, _Made] = WeakKeyDictionary()  # as long as a draw is there


def _series(drawn: Draw, target: Target) -> tuple[Floats, Bools, Floats]:
    """Scores (R, N, T), and which neighbours are a pair and how many days apart, (T − 1)."""
    names = occasions_of(drawn.study.protocol, target)
    one = drawn.study.series_with(target.outcome)
    ids = [drawn.study.timeline.occasions[t].id for t in one.occasions]
    gap = np.diff(one.days[[ids.index(name) for name in names]])
    tonight = np.diff(one.day[[ids.index(name) for name in names]]) == 0
    pair = gap > 0
    several_a_day = bool(np.any(pair & tonight))
    return drawn.scores_at(target.outcome, *names), pair & tonight if several_a_day else pair, gap


def _dynamics(drawn: Draw, target: Target) -> tuple[Floats, Dynamics]:
    """The same for variance, MSSD and MSSD per time, so made once."""
    held = _MADE.setdefault(drawn, {})
    key = (target.outcome, target.occasions)
    if key not in held:
        held[key] = _dynamics_of(drawn, target)
    return held[key]


def _dynamics_of(drawn: Draw, target: Target) -> tuple[Floats, Dynamics]:
    value, pair, gap = _series(drawn, target)
    shape = (*value.shape[:2], len(pair))
    everywhere = np.ones(value.shape, dtype=bool)
    pairs, gaps = np.broadcast_to(pair, shape), np.broadcast_to(gap, shape)
    return value, dynamics(value, everywhere, pairs, gaps)


def _see_per_person(drawn: Draw, target: Target, *, name: str) -> Seen:
    value, found = _dynamics(drawn, target)
    each: Floats = getattr(found, name)
    n = np.full(len(each), float(each.shape[1]))
    sums = np.stack([each.sum(axis=1), n, (each**2).sum(axis=1)], axis=-1)
    return Seen(sums=sums[:, np.newaxis], compared=(value,))


def _sd(reference: Floats) -> float:
    """Between people."""
    total, n, square = reference[0]
    return float(np.sqrt(max(square / n - (total / n) ** 2, 0.0)))


def _see_pairs(drawn: Draw, target: Target) -> Seen:
    value, pair, _ = _series(drawn, target)
    before, after = value[..., :-1][..., pair], value[..., 1:][..., pair]
    before = before - before.mean(axis=-1, keepdims=True)
    after = after - after.mean(axis=-1, keepdims=True)
    sums = [(before * before).sum(axis=(1, 2)), (before * after).sum(axis=(1, 2))]
    sums += [np.full(len(value), float(n)) for n in (value.shape[1] * pair.sum(), value.shape[1])]
    return Seen(sums=np.stack(sums, axis=-1)[:, np.newaxis], compared=(value,))


def _inertia(totals: Floats) -> Floats:
    square, product, pairs, people = (totals[..., k] for k in range(4))
    return correct(product / np.where(square > 0, square, 1.0), pairs / people)[0]


def _inertia_difference(active: Floats, reference: Floats) -> Floats:
    return _inertia(active) - _inertia(reference)


def _per_person(key: str) -> Measure:
    return Measure(
        key=key,
        applies=has_scores,
        believed=believed_in_all,
        see=partial(_see_per_person, name=key),
        contrast=difference_in_means,
        sd=_sd,
    )


VARIANCE, MSSD, MSSD_PER_TIME = (_per_person(key) for key in ("variance", "mssd", "mssd_per_time"))
INERTIA = Measure(
    key="inertia",
    applies=has_scores,
    believed=believed_in_all,
    see=_see_pairs,
    contrast=_inertia_difference,
)
