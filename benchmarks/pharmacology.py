"""How long concentrations of many people take, over weeks of doses.

OPENBLAS_NUM_THREADS=1 python -m benchmarks.pharmacology
"""

from __future__ import annotations

from statistics import median
from time import perf_counter

import numpy as np

from limen.pharmacology import course, draw_people, substance

SEED = 20261125
DAYS = 28
Row = dict[str, object]


def rows() -> list[Row]:
    """One row per measurement; kinetics of people are drawn before the clock starts."""
    return [
        _measured(people, every, step)
        for people, every, step in (
            (100_000, 1, 24.0),
            (100_000, 1, 4.0),
            (100_000, 3, 4.0),
            (10_000, 1, 4.0),
            (1_000_000, 1, 24.0),
        )
    ]


def _measured(people: int, every_days: int, step_hours: float) -> Row:
    kinetics = draw_people(substance("lsd"), people=people, seed=SEED)
    given = np.arange(0, DAYS, every_days) * 24.0 + 8.0
    hours = np.arange(0.0, DAYS * 24.0, step_hours)
    seconds = []
    for _ in range(3 if people <= 100_000 else 1):
        start = perf_counter()
        course(hours, given_hours=given, dose_micrograms=10.0, kinetics=kinetics)
        seconds.append(perf_counter() - start)
    return {
        "name": f"concentrations: {people:,} people, {len(given)} doses, {len(hours)} times",
        "ours_seconds": median(seconds),
        "peer": "",
        "peer_seconds": None,
        "ratio": None,
        "note": "four weeks (aim for 100,000 people: under 2 s)" if people == 100_000 else "",
    }


if __name__ == "__main__":
    for row in rows():
        print(row)
