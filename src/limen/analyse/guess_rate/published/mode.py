"""The published procedure on a layout: one row per participant, guesses only."""

from __future__ import annotations

import numpy as np

from limen.analyse.guess_rate.curve import at_rate
from limen.analyse.guess_rate.published.arrays import published_curve_arrays
from limen.analyse.guess_rate.published.procedure import GRID, GUESS_STRATA
from limen.analyse.guess_rate.strata import cells
from limen.analyse.guess_rate.tables import published_table
from limen.analyse.layout import Layout
from limen.errors import NoGuessesError
from limen.results import Floats, Table


def published_mode(layout: Layout, *, seed: int, pseudo_trials: int = 64) -> Table:
    """The published curve of the first replicate, beside the closed form on the same rows.

    Raises `EmptyStratumError` when the first guesses leave a stratum empty.
    """
    scores = first_scores(layout)
    points = published_curve_arrays(scores, rates=GRID, pseudo_trials=pseudo_trials, seed=seed)
    counts = np.array([[float(len(scores[stratum])) for stratum in GUESS_STRATA]])
    sums = np.array([[float(scores[stratum].sum()) for stratum in GUESS_STRATA]])
    closed = at_rate(cells(counts, sums), np.array(GRID)).value[0]
    return published_table(points, closed, unit=layout.unit)


def first_scores(layout: Layout) -> dict[str, Floats]:
    """Each participant's outcome at their first guess, by stratum (taken, then guessed)."""
    if layout.guess is None or layout.intervention is None:
        raise NoGuessesError(
            f"The layout of {layout.outcome!r} has no treatment guesses, so there is no guess-rate "
            "curve. Name the guess of the protocol under `guess_from`."
        )
    used = layout.observed[0] & (layout.intervention[0] >= 0) & (layout.guess[0] >= 0)
    people = np.flatnonzero(used.any(axis=1))
    place = people, used[people].argmax(axis=1)
    value = layout.value[0][place]
    active, says_active = layout.intervention[0][place] > 0, layout.guess[0][place] > 0
    return {
        stratum: value[(active == (stratum[0] == "A")) & (says_active == (stratum[1] == "A"))]
        for stratum in GUESS_STRATA
    }
