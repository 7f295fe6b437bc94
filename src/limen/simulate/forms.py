"""Which scores are sums of items, so that items can be made that give them exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from limen.instruments import Instrument, catalogue
from limen.results import Bools, Floats, Ints


@dataclass(frozen=True)
class Form:
    """A subscale as a sum: score = (shift + Σ_j steps of item j) / parts.

    `parts` is the number of items of a mean, 1 for a sum, a half for a doubled sum. Steps count
    from the end of the item that lowers the score. `signs` (I,) are +1, -1 or 0 by item; `spans`
    (I,) how many steps an item has.
    """

    shift: int
    parts: float
    signs: Ints
    spans: Ints

    @property
    def items(self) -> Bools:
        """Which items count, shape (I,)."""
        counts: Bools = self.signs != 0
        return counts

    def steps_of(self, score: Floats) -> Floats:
        """The nearest whole number of steps for a score."""
        return np.rint(score * self.parts - self.shift)

    def score_of(self, steps: Floats) -> Floats:
        """The score of a whole number of steps."""
        return (self.shift + steps) / self.parts


@cache
def forms(name: str) -> Mapping[str, Form]:
    """The subscales of a built-in instrument that are sums, those with fewest items first.

    Empty if its scoring is not verified, or if its items are not plain numbers that are always
    asked: then scores stand alone, without items.
    """
    instrument = catalogue().get(name)
    if instrument is None or instrument.scoring_status != "verified" or instrument.context:
        return {}
    if any(i.kind != "number" or i.options or i.asked_if is not None for i in instrument.items):
        return {}
    found = {part.id: _form(instrument, part.id) for part in instrument.subscales}
    kept = {id: form for id, form in found.items() if form is not None}
    return dict(sorted(kept.items(), key=lambda pair: int(pair[1].items.sum())))


def _form(instrument: Instrument, subscale: str) -> Form | None:
    """The form of a subscale, found by asking its rule; None if it is no equal-weighted sum."""
    lows = {item.id: item.low for item in instrument.items}
    highs = {item.id: item.high for item in instrument.items}
    base = _asked(instrument, subscale, lows)
    top = _asked(instrument, subscale, highs)
    if base is None or top is None:
        return None
    slopes = []
    for item in instrument.items:
        step = _asked(instrument, subscale, {**lows, item.id: item.low + 1})
        end = _asked(instrument, subscale, {**lows, item.id: item.high})
        if step is None or end is None:
            return None
        slopes.append(step - base)
        if abs(end - base - slopes[-1] * (item.high - item.low)) > 1e-9:
            return None
    found = np.array(slopes)
    sizes = np.abs(found[np.abs(found) > 1e-12])
    spans = np.array([round(item.high - item.low) for item in instrument.items], dtype=np.int64)
    if not len(sizes) or np.ptp(sizes) > 1e-9 or abs(base + found @ spans - top) > 1e-9:
        return None
    size = float(sizes[0])
    parts = round(1 / size) if size <= 1 else 1 / size
    signs = np.rint(found * parts).astype(np.int64)
    lowest = base + float(found[found < 0] @ spans[found < 0])
    return Form(round(lowest * parts), parts, signs, spans)


def _asked(instrument: Instrument, subscale: str, answers: Mapping[str, float]) -> float | None:
    score = instrument.score(answers).get(subscale)
    return float(score) if isinstance(score, (int, float)) else None


def nested(instrument: str, subscales: tuple[str, ...]) -> tuple[str, ...] | None:
    """The subscales in the order in which items can be made for all of them; None if they cannot.

    Each must be a sum whose items another holds whole, with one sign, or not at all.
    """
    known = forms(instrument)
    if any(name not in known for name in subscales):
        return None
    order = tuple(name for name in known if name in subscales)
    for position, name in enumerate(order):
        for other in order[:position]:
            shared = known[name].items & known[other].items
            ratio = (known[name].signs * known[other].signs)[shared]
            whole = np.array_equal(shared, known[other].items)
            if shared.any() and not (whole and len(set(ratio.tolist())) == 1):
                return None
        held = [o for o in order[:position] if (known[o].items & known[name].items).any()]
        if any((known[a].items & known[b].items).any() for a, b in pairwise(held)):
            return None
    return order
