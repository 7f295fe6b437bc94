"""Answers to items that give planned scores exactly."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from limen.instruments import catalogue
from limen.results import Floats, Ints
from limen.simulate.forms import forms, nested

_SWAPS = 3  # steps moved from one item to another, per item, so that answers look uneven


def answers(instrument: str, scores: Mapping[str, Floats], rng: np.random.Generator) -> Floats:
    """Answers to all items, shape (M, items), of M sheets with these scores (M,) by subscale.

    Items that no score fixes are answered at random around the middle of their range.
    """
    known, items = forms(instrument), catalogue()[instrument].items
    spans = np.array([round(item.high - item.low) for item in items], dtype=np.int64)
    sheets = len(next(iter(scores.values())))
    steps = np.full((sheets, len(items)), -1, dtype=np.int64)
    for name in nested(instrument, tuple(scores)) or ():
        form = known[name]
        counted = np.where(form.signs < 0, form.spans - steps, steps)
        fixed = form.items & (steps[0] >= 0) if sheets else form.items
        free = form.items & ~fixed
        left = form.steps_of(scores[name]).astype(np.int64) - counted[:, fixed].sum(axis=1)
        made = _spread(left, form.spans[free], rng)
        steps[:, free] = np.where(form.signs[free] < 0, form.spans[free] - made, made)
    rest = np.all(steps < 0, axis=0)
    steps[:, rest] = rng.binomial(spans[rest], 0.5, size=(sheets, int(rest.sum())))
    lows = np.array([item.low for item in items])
    return lows + steps


def scored_items(instrument: str, sheets: Floats) -> dict[str, Floats]:
    """The subscales that are sums, scored from answers (M, items); each (M,)."""
    lows = np.array([item.low for item in catalogue()[instrument].items])
    steps = sheets - lows
    return {
        name: form.score_of(
            np.where(form.signs < 0, form.spans - steps, steps)[:, form.items].sum(1)
        )
        for name, form in forms(instrument).items()
    }


def _spread(total: Ints, spans: Ints, rng: np.random.Generator) -> Ints:
    """Whole steps of items, shape (M, I), within their spans, that add up to a total (M,)."""
    if len(spans) == 0:
        return np.zeros((len(total), 0), dtype=np.int64)
    steps = total[:, np.newaxis] * spans // max(int(spans.sum()), 1)
    keys = rng.random(steps.shape)
    for _ in range(len(spans)):
        missing = total - steps.sum(axis=1)
        room = steps < spans
        if not missing.any():
            break
        rank = np.argsort(np.argsort(np.where(room, keys, 2.0), axis=1), axis=1)
        steps += (rank < missing[:, np.newaxis]) & room
    rows = np.arange(len(total))
    for _ in range(_SWAPS * len(spans) if len(spans) > 1 else 0):
        giver = rng.integers(len(spans), size=len(total))
        taker = rng.integers(len(spans), size=len(total))
        moves = (steps[rows, giver] > 0) & (steps[rows, taker] < spans[taker]) & (giver != taker)
        steps[rows, giver] -= moves
        steps[rows, taker] += moves
    return steps
