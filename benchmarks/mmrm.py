"""How long an MMRM takes, how that grows, and what nlme's gls takes for the same fit.

Arrays in, contrast with Satterthwaite degrees of freedom out, one BLAS thread:

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.mmrm
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np

from limen.analyse.mmrm import contrasts, fit_moments, mmrm_estimates, moments
from limen.randomness import stream
from limen.results import Floats

SEED = 20261123
SIZES = ((100, 10), (300, 10), (1_000, 10), (3_000, 10), (10_000, 10), (1_000, 4), (1_000, 6))

Row = dict[str, object]

_GLS = """
suppressMessages(library(nlme))
d <- read.csv("{file}"); d$v <- factor(d$visit)
fit <- function() gls(y ~ arm * v + base, d, correlation = corSymm(form = ~ visit | id),
                      weights = varIdent(form = ~ 1 | v), method = "REML")
m <- fit()
times <- replicate({repeats}, system.time(fit())[["elapsed"]])
cat(median(times), sprintf("%.8f", as.numeric(logLik(m))))
"""


def trial(participants: int, visits: int, replicates: int = 1) -> tuple[Floats, Floats]:
    """Arm × visit + baseline; 20 % leave before the end, 5 % of the visits are missed."""
    rng = stream(SEED, f"benchmark mmrm {participants} {visits}")
    arm, base = np.arange(participants) % 2, rng.normal(30, 7, participants)
    X = np.zeros((participants, visits, 2 * visits + 1))
    for visit in range(visits):
        X[:, visit, visit], X[:, visit, visits + visit] = 1.0, arm
    X[:, :, -1] = base[:, None]
    gap = np.abs(np.subtract.outer(np.arange(visits), np.arange(visits)))
    factor = np.linalg.cholesky(10 * 0.7**gap + 5)
    y = rng.standard_normal((replicates, participants, visits)) @ factor.T
    y += 0.3 * base[:, None] - 0.3 * arm[:, None] * np.arange(visits)
    leaves = np.where(rng.random(participants) < 0.2, rng.integers(1, visits, participants), visits)
    gone = (np.arange(visits) >= leaves[:, None]) | (rng.random(y.shape[1:]) < 0.05)
    y[:, gone] = np.nan
    return X, y


def rows() -> list[Row]:
    """One row per measurement: name, ours_seconds, peer, peer_seconds, ratio, note."""
    found = [_growth(participants, visits) for participants, visits in SIZES]
    return [*found, _batch(), *_against_gls()]


def _growth(participants: int, visits: int) -> Row:
    X, y = trial(participants, visits)
    L = np.eye(X.shape[2])[[2 * visits - 1]]

    def fit() -> None:
        contrasts(fit_moments(moments(X, y)), L, ("last visit",))

    patterns = len(moments(X, y).counts)
    name = f"MMRM unstructured, {participants:,} × {visits}"
    return _row(name, _median(fit), note=f"{patterns} missingness patterns, Satterthwaite")


def _batch() -> Row:
    X, y = trial(200, 5, replicates=256)
    L = np.eye(X.shape[2])[[9]]
    seconds = _median(lambda: mmrm_estimates(X, y, L, labels=("last visit",)), repeats=3) / 256
    return _row("MMRM unstructured, 200 × 5, per fit of 256", seconds, note="one missingness")


def _against_gls() -> list[Row]:
    """The same REML fit by R's nlme, timed inside R; nothing where R is not installed."""
    if shutil.which("Rscript") is None:
        return []
    X, y = trial(200, 5)
    ours = fit_moments(moments(X, y))
    seconds = _median(lambda: fit_moments(moments(X, y)))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trial.csv"
        _write(file, X, y)
        script = _GLS.format(file=file, repeats=3)
        done = subprocess.run(  # a fixed script of our own
            ["Rscript", "-e", script], capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        return [_row("MMRM against gls: not measured", seconds, note=done.stderr.strip()[:80])]
    peer_seconds, log_likelihood = map(float, done.stdout.split())
    note = f"log-likelihood {ours.log_likelihood[0]:.6f}, gls {log_likelihood:.6f}"
    return [
        {
            "name": "MMRM unstructured, 200 × 5, fit only",
            "ours_seconds": seconds,
            "peer": "R nlme::gls",
            "peer_seconds": peer_seconds,
            "ratio": peer_seconds / seconds,
            "note": note,
        }
    ]


def _write(file: Path, X: Floats, y: Floats) -> None:
    with file.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["id", "visit", "arm", "base", "y"])
        for i, t in np.argwhere(np.isfinite(y[0])):
            writer.writerow([i, t + 1, i % 2, X[i, t, -1], y[0, i, t]])


def _median(call: Callable[[], object], repeats: int = 7) -> float:
    times = []
    for _ in range(repeats):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return float(np.median(times))


def _row(name: str, seconds: float, note: str) -> Row:
    return {
        "name": name,
        "ours_seconds": seconds,
        "peer": "",
        "peer_seconds": None,
        "ratio": None,
        "note": note,
    }


if __name__ == "__main__":
    for row in rows():
        milliseconds = 1_000 * float(str(row["ours_seconds"]))
        ratio = f"{row['ratio']:,.0f} × {row['peer']}, " if row["ratio"] else ""
        print(f"{row['name']:<46} {milliseconds:9.2f} ms  {ratio}{row['note']}")
