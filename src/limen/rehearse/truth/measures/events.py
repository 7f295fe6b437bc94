"""Shares of people to whom something happens: adverse events, and leaving for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from limen.analyse.batch.quantity import Target
from limen.protocol import Protocol
from limen.rehearse.truth.measures.measure import Measure, Seen, difference_in_means, sd_of_share
from limen.results import Bools, Floats
from limen.simulate.draw import Draw
from limen.simulate.draw.course import CODE_BROKEN, SIDE_EFFECT


def _events(drawn: Draw) -> Bools:
    """Each side effect of each dose, (R, N, D × S)."""
    happened = drawn.course.side_effects
    return happened.reshape(*happened.shape[:2], -1)


def _serious(drawn: Draw) -> Bools:
    counts = np.array([one.serious for one in drawn.study.scenario.side_effects], dtype=bool)
    happened = drawn.course.side_effects[..., counts]
    return happened.reshape(*happened.shape[:2], -1)


def _withdrawals(drawn: Draw) -> Bools:
    course = drawn.course
    gone = course.stopped < len(drawn.study.timeline.days)
    return (gone & np.isin(course.reason, (SIDE_EFFECT, CODE_BROKEN)))[..., np.newaxis]


def _see(drawn: Draw, _target: Target, *, happened: Callable[[Draw], Bools]) -> Seen:
    each = happened(drawn)
    having = np.any(each, axis=-1)
    n = np.full(len(having), float(having.shape[1]))
    sums = np.stack([having.sum(axis=1).astype(float), n], axis=-1)
    return Seen(sums=sums[:, np.newaxis], compared=(each.astype(float),))


def _believed(drawn: Draw, _target: Target) -> Floats:
    """In the arm, over the days since the first dose together; 0 where nothing is given."""
    days = np.flatnonzero(drawn.study.timeline.begun)
    if not len(days):
        return np.zeros((drawn.arm.shape[0], 1))
    mean: Floats = drawn.belief("arm", days).mean(axis=(1, 2))
    return mean[:, np.newaxis]


def _always(_protocol: Protocol, _target: Target) -> bool:
    return True


def _share(key: str, happened: Callable[[Draw], Bools]) -> Measure:
    return Measure(
        key=key,
        applies=_always,
        believed=_believed,
        see=partial(_see, happened=happened),
        contrast=difference_in_means,
        sd=sd_of_share,
    )


ADVERSE_EVENTS = _share("adverse_events", _events)
SERIOUS_ADVERSE_EVENTS = _share("serious_adverse_events", _serious)
WITHDRAWALS = _share("withdrawals", _withdrawals)
