"""Time the guess-rate curve with intervals against the unvectorised published procedure."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from limen.analyse.guess_rate import (
    Strata,
    at_rate,
    clustered_variance,
    published_curve,
    published_curve_arrays,
    totals,
)
from limen.randomness import stream

RATES = np.linspace(0.0, 1.0, 13)
FINE = np.linspace(0.0, 1.0, 101)
PSEUDO_TRIALS = 64
BATCH = 256


def draw(replicates: int, participants: int, occasions: int = 1) -> Strata:
    """Stratum counts and sums of studies with the guess shares of a self-blinding study."""
    random = stream(20261123, "benchmark")
    shares = np.array([48, 43, 39, 102]) / 232
    means = np.array([18.6, 11.7, 17.5, 11.9])
    counts, sums = np.zeros((replicates, participants, 4)), np.zeros((replicates, participants, 4))
    squares = np.zeros((replicates, 4))
    for _ in range(occasions):
        stratum = random.choice(4, size=(replicates, participants), p=shares)
        value = means[stratum] + 10 * random.standard_normal(stratum.shape)
        here = np.eye(4)[stratum]
        counts, sums = counts + here, sums + here * value[..., None]
        squares = squares + (here * value[..., None] ** 2).sum(axis=1)
    return Strata(counts=counts, sums=sums, squares=squares, rows=counts.sum(axis=1))


def scores(strata: Strata) -> dict[str, Any]:
    """Scores by stratum of the first replicate with one row per participant."""
    return {
        name: strata.sums[0, strata.counts[0, :, k] > 0, k]
        for k, name in enumerate(("AA", "AP", "PA", "PP"))
    }


def curve(strata: Strata, rates: Any = RATES) -> Any:
    """The curve and its clustered variance, from counts and sums."""
    added = totals(strata)
    contrast = at_rate(added, rates)
    return contrast.value, clustered_variance(contrast, added)


def seconds(work: Callable[[], Any], repeats: int = 30) -> float:
    """Median time of `work`, after one call that does not count."""
    work()
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def rows() -> list[dict[str, Any]]:
    """Ratios to the published procedure, and the growth with participants and outcomes."""
    one, batch = draw(1, 232), draw(BATCH, 232)
    observed = scores(one)
    peer = seconds(lambda: published_curve(observed, seed=1), repeats=3)
    note = f"232 participants; peer: {PSEUDO_TRIALS} pseudo-trials × 13 rates"
    found = [
        _row(name, ours, note, peer)
        for name, ours in (
            ("curve, 13 rates, of 256 studies at once, each", _each(batch, RATES)),
            ("curve, 101 rates, of 256 studies at once, each", _each(batch, FINE)),
            ("curve, 13 rates, one study alone", seconds(lambda: curve(one), 200)),
            (
                "published procedure on arrays",
                seconds(lambda: published_curve_arrays(observed, seed=1), 5),
            ),
        )
    ]
    for participants in (100, 1000, 10_000):
        many = draw(1, participants, occasions=4)
        name = f"curve, {participants:,} participants × 4 occasions"
        found.append(_row(name, seconds(lambda many=many: curve(many)), "growth: participants"))
    for outcomes in (1, 10, 100):
        some = draw(outcomes, 232, occasions=4)
        name = f"curve, {outcomes} outcomes of 232 × 4 in one call"
        found.append(_row(name, seconds(lambda some=some: curve(some)), "growth: outcomes"))
    return found


def _each(batch: Strata, rates: Any) -> float:
    return seconds(lambda: curve(batch, rates)) / BATCH


def _row(name: str, ours: float, note: str, peer: float | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "ours_seconds": ours,
        "peer": None if peer is None else "published, unvectorised",
        "peer_seconds": peer,
        "ratio": None if peer is None else peer / ours,
        "note": note,
    }


if __name__ == "__main__":
    for row in rows():
        ratio = "" if row["ratio"] is None else f"{row['ratio']:,.0f} × {row['peer']}"
        print(f"{row['name']}: {row['ours_seconds'] * 1e6:,.0f} µs {ratio} ({row['note']})")
