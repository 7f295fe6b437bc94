"""A measure: what of a world it keeps, and what of two worlds it compares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan

import numpy as np

from limen.analyse.batch.quantity import Target
from limen.protocol import Protocol
from limen.results import Floats
from limen.simulate.draw import Draw


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is kept of one world: `sums` (R, T, K) over people, for each replicate.

    T counts the occasions that are averaged, 1 where a measure is of a person's whole course. The
    measure depends on `compared` alone: where these are the same in two worlds, so is it.
    """

    sums: Floats
    compared: tuple[Floats, ...]


def without_sd(_totals: Floats) -> float:
    """The standard deviation of a measure that averages nothing."""
    return nan


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How a number is computed from everybody's scores in two worlds.

    `contrast` takes totals of the active and of the reference world, each (..., T, K), and gives
    (..., T). `believed` gives the mean belief of people in a world, (R, T).
    """

    key: str
    applies: Callable[[Protocol, Target], bool]
    believed: Callable[[Draw, Target], Floats]
    see: Callable[[Draw, Target], Seen]
    contrast: Callable[[Floats, Floats], Floats]
    sd: Callable[[Floats], float] = without_sd  # from totals of the reference, (T, K)


def difference_in_means(active: Floats, reference: Floats) -> Floats:
    """Of totals whose first column is a sum, and whose second how many were added."""
    found: Floats = active[..., 0] / active[..., 1] - reference[..., 0] / reference[..., 1]
    return found


def sd_of_share(totals: Floats) -> float:
    """Between people of having it or not, from totals of those who have it and of all, (1, 2)."""
    share = totals[0, 0] / totals[0, 1]
    return float(np.sqrt(share * (1 - share)))


def occasions_of(protocol: Protocol, target: Target) -> tuple[str, ...]:
    """The single occasions of a target, in order: without a baseline, and without the run-in."""
    planned = protocol.outcome(target.outcome)
    ids = protocol.occasion_ids(*(target.occasions or planned.occasions))
    before: tuple[object, ...] = (planned.change_from,)
    if planned.derived is not None:
        before = protocol.occasion_ids(*planned.derived.run_in)
    return tuple(name for name in ids if name not in before)


def has_scores(protocol: Protocol, target: Target) -> bool:
    """Whether the target's outcome is in the protocol, and not derived from others."""
    outcomes = {one.id: one for one in protocol.outcomes}
    return target.outcome in outcomes and outcomes[target.outcome].derived is None


def believed_at(drawn: Draw, outcome: str, occasions: tuple[str, ...]) -> Floats:
    """The mean belief of people at occasions, in what an outcome follows, (R, T)."""
    line = drawn.study.timeline
    days = line.occasion_day[[line.occasion_index[name] for name in occasions]]
    basis = drawn.study.protocol.outcome(outcome).exposure
    mean: Floats = drawn.belief(basis, days).mean(axis=1)
    return mean


def believed_in_all(drawn: Draw, target: Target) -> Floats:
    """The mean belief of people over the target's occasions together, (R, 1)."""
    occasions = occasions_of(drawn.study.protocol, target)
    mean: Floats = believed_at(drawn, target.outcome, occasions).mean(axis=-1, keepdims=True)
    return mean
