"""Time mixed models: one fit against lmerTest and lme-python, and fits per second in bulk.

`python -m benchmarks.mixed_models`. Peers that are not installed are left out by name. Set
OPENBLAS_NUM_THREADS=1: the rates are meant for one core.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.lmer_peers import NAMES, Timed, lme_python, lmertest, timed
from limen.analyse.mixed_models import (
    FixedDesign,
    contrasts,
    exact_statistics,
    p_values,
    statistics_of,
)
from limen.analyse.mixed_models.fit import fit
from limen.analyse.mixed_models.inference import DegreesOfFreedom
from limen.analyse.mixed_models.random_slope import (
    fit_slopes,
    slope_contrasts,
    slope_statistics,
)
from limen.analyse.mixed_models.statistics import Statistics
from limen.randomness import stream
from limen.results import Floats, Ints

HERE = Path(__file__).parent
BLOCK = 1024  # replicates fitted at once from statistics
RAW = 256  # from arrays of rows: they should stay in the cache


def rows() -> list[dict[str, Any]]:
    """All measurements; `ours_seconds` of the bulk rows is per fit."""
    return [*one_fit(), *many_fits(), *growth()]


def one_fit() -> list[dict[str, Any]]:
    """PANAS of the self-blinding study: arrays in, β, se, df, t and p out."""
    X, y, group, source = panas()

    def table(df: DegreesOfFreedom) -> Floats:
        found = fit(FixedDesign(X, group).statistics(y[None]))
        each = contrasts(found, np.eye(4), labels=NAMES, df=df)
        t = each.value / each.standard_error
        return np.array([each.value, each.standard_error, each.df, t, p_values(each)])[:, 0].T

    what = f"one fit, {len(y)} rows, {len(set(group.tolist()))} people ({source})"
    before = timed("Limen", lambda: table("satterthwaite"), 500)
    peers, python = lmertest(X, y, group), lme_python(X, y, group)
    after = timed("Limen", lambda: table("satterthwaite"), 500)
    ours = max(before, after, key=lambda each: each.typical)  # the load may change meanwhile
    small = timed("Limen", lambda: table("kenward_roger"), 300)
    return [
        against(what, ours, peers.get("satterthwaite"), "lmerTest"),
        against(f"{what}, Kenward–Roger", small, peers.get("kenward_roger"), "pbkrtest"),
        against(what, ours, python, "lme-python"),
    ]


def against(what: str, ours: Timed, peer: Timed | None, name: str) -> dict[str, Any]:
    """Medians in the columns; the fastest of each, and how far the tables differ, in the note."""
    if peer is None:
        return row(what, ours.typical, f"{name} (not installed)")
    ratio = peer.fastest / ours.fastest
    note = (
        f"fastest {ours.fastest * 1e3:.2f} ms against {peer.fastest * 1e3:.1f} ms, {ratio:.0f} ×; "
        f"largest relative differences: {ours.farthest(peer)}"
    )
    found = row(what, ours.typical, peer.name, peer.typical, note)
    return found | {
        "ours_fastest": ours.fastest,
        "peer_fastest": peer.fastest,
        "ratio_fastest": ratio,
    }


def many_fits() -> list[dict[str, Any]]:
    """200 people × 8 rows: one contrast with its Satterthwaite df, per fit."""
    X, group = trial(200, 8)
    design, rng = FixedDesign(X, group), stream(1, "benchmark")
    y = rng.standard_normal((BLOCK, 200))[:, group] + rng.standard_normal((BLOCK, len(group)))
    varying = np.repeat(X[None], 256, axis=0)
    varying[:, :, 1] = rng.integers(0, 2, size=(256, 200))[:, group]
    present = rng.random((256, len(group))) < 0.9
    fixed, own = design.statistics(y), statistics_of(varying, y[:256], group)
    gaps = statistics_of(varying, y[:256], group, present)
    kept = present[0]
    unbalanced = FixedDesign(X[kept], group[kept]).statistics(y[:, kept])

    def drawn() -> Floats:
        return answer(
            exact_statistics(
                design, beta=np.zeros(4), tau=1.0, sigma=1.0, replicates=BLOCK, rng=rng
            )
        )

    def simulated() -> Floats:
        noise = rng.standard_normal((RAW, len(group)))
        noise += rng.standard_normal((RAW, 200))[:, group]
        return answer(design.statistics(noise))

    measured: list[tuple[str, Callable[[], Floats], int]] = [
        ("fixed design, from statistics", lambda: answer(fixed), BLOCK),
        ("fixed design, exact draws included", drawn, BLOCK),
        ("fixed design, from raw arrays", lambda: answer(design.statistics(y[:RAW])), RAW),
        ("fixed design, raw draws included", simulated, RAW),
        ("fixed unbalanced design, from statistics", lambda: answer(unbalanced), BLOCK),
        ("design by replicate, from statistics", lambda: answer(own), 256),
        ("design and gaps by replicate, from statistics", lambda: answer(gaps), 256),
        (
            "design by replicate, from raw arrays",
            lambda: answer(statistics_of(varying, y[:256], group)),
            256,
        ),
    ]
    found = []
    for name, run, replicates in measured:
        seconds = timed(name, run, 15).typical / replicates
        found.append(row(f"200 × 8: {name}", seconds, note=f"{1 / seconds:,.0f} fits/s"))
    return found


def growth() -> list[dict[str, Any]]:
    """How one fit grows with participants and visits, and what a random slope costs."""
    found = []
    for people, visits in ((200, 8), (1_000, 10), (10_000, 10), (1_000, 100)):
        X, group = trial(people, visits)
        y = stream(2, "benchmark").standard_normal((1, len(group)))
        name = f"one fit, {people:,} × {visits}"
        run = partial(one_trial, X, y, group)
        found.append(row(name, timed(name, run, 10).typical))
    X, group = trial(200, 8)
    y = stream(3, "benchmark").standard_normal((64, len(group)))
    statistics = slope_statistics(X, y, group, X[:, 2])

    def slopes() -> Floats:
        return slope_contrasts(fit_slopes(statistics), np.eye(4)[1:2], labels=["a"]).df

    seconds = timed("random slope", slopes, 3).typical / 64
    found.append(row("200 × 8: random slope", seconds, note=f"{1 / seconds:,.0f} fits/s"))
    return found


def answer(statistics: Statistics) -> Floats:
    """One contrast of a fit, with standard error and Satterthwaite df."""
    return contrasts(fit(statistics), np.eye(4)[1:2], labels=["active − placebo"]).df


def one_trial(X: Floats, y: Floats, group: Ints) -> Floats:
    """From arrays to the degrees of freedom of one contrast."""
    return answer(FixedDesign(X, group).statistics(y))


def trial(people: int, visits: int) -> tuple[Floats, Ints]:
    """Arm, visit and a covariate of a balanced parallel trial."""
    group = np.repeat(np.arange(people), visits)
    covariate = stream(4, "benchmark").standard_normal(people)[group]
    visit = np.tile(np.arange(visits) - (visits - 1) / 2, people)
    return np.column_stack([np.ones(len(group)), group % 2, visit, covariate]), group


def panas() -> tuple[Floats, Floats, Ints, str]:
    """The published PANAS rows, or generated ones of the same shape."""
    places = [os.environ.get("LIMEN_DATA_DIR"), HERE.parent.parent / "shared" / "data"]
    for path in [Path(place, "self_blinding", "pacutes.csv") for place in places if place]:
        if path.is_file():
            with path.open(encoding="utf-8") as file:
                data = [r for r in csv.DictReader(file) if r["test_name"] == "PANAS"]
            X = np.array(
                [
                    [
                        1,
                        r["condition"] == "PL",
                        float(r["expectation"]),
                        float(r["psychiatric_past"]),
                    ]
                    for r in data
                ],
                dtype=float,
            )
            y = np.array([float(r["value"]) for r in data])
            return X, y, np.array([int(r["trial_id"]) for r in data]), "public data"
    rng = stream(5, "benchmark")
    sizes = np.array([4] * 167 + [3] * 40 + [2] * 27 + [1] * 5)
    group = np.repeat(np.arange(239), sizes)
    person = np.column_stack([rng.normal(50, 20, 239), rng.poisson(1.0, 239)])[group]
    X = np.column_stack([np.ones(len(group)), rng.random(len(group)) < 0.6, person])
    y = 10 + X @ [0, -2, 0.1, -2.5] + 5 * rng.normal(size=239)[group]
    return X, y + 9 * rng.normal(size=len(group)), group, "generated"


def row(
    name: str, ours: float, peer: str | None = None, theirs: float | None = None, note: str = ""
) -> dict[str, Any]:
    """One line of the table."""
    return {
        "name": name,
        "ours_seconds": ours,
        "peer": peer,
        "peer_seconds": theirs,
        "ratio": theirs / ours if theirs else None,
        "note": note,
    }


if __name__ == "__main__":
    for line in rows():
        rate = f"{line['ratio']:9.1f} ×" if line["ratio"] else " " * 11
        print(
            f"{line['name']:<58} {line['ours_seconds'] * 1e6:12.2f} µs {rate} "
            f"{line['peer'] or '':<24} {line['note']}"
        )
