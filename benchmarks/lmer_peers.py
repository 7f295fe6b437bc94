"""The peers of one random-intercept fit: lmerTest in R and lme-python, timed and read."""

from __future__ import annotations

import csv
import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from limen.results import Floats, Ints

HERE = Path(__file__).parent
NAMES = ("intercept", "placebo", "expectation", "psychiatric_past")
FORMULA = "value ~ placebo + expectation + psychiatric_past + (1 | person)"


@dataclass(frozen=True, kw_only=True)
class Timed:
    """Seconds of one fit, and its table: estimate, standard error, df, t and p, shape (p, 5)."""

    name: str
    typical: float  # median
    fastest: float
    table: Floats

    def farthest(self, other: Timed) -> str:
        """The largest relative difference from another table, column by column."""
        apart = np.abs(self.table / other.table - 1).max(axis=0)
        names = ("β", "se", "df", "t", "p")
        return ", ".join(f"{name} {gap:.0e}" for name, gap in zip(names, apart, strict=True))


def timed(name: str, run: Callable[[], Floats], repeats: int) -> Timed:
    """`run` many times, after one call to warm up."""
    table, seconds = run(), []
    for _ in range(repeats):
        start = perf_counter()
        run()
        seconds.append(perf_counter() - start)
    return Timed(name=name, typical=median(seconds), fastest=min(seconds), table=table)


def lmertest(X: Floats, y: Floats, group: Ints, repeats: int = 40) -> dict[str, Timed]:
    """lmerTest with summary, by method of the df; empty when R lacks it."""
    if shutil.which("Rscript") is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.csv"
        write(data, X, y, group)
        command = ["Rscript", str(HERE / "lmertest.R"), str(data), FORMULA, str(repeats)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        return {}
    found: dict[str, Timed] = {}
    lines = [line.split() for line in ended.stdout.splitlines()]
    starts = [i for i, line in enumerate(lines) if line[0] != "coefficient"]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        method, typical, fastest = lines[start]
        found[method] = Timed(
            name="lmerTest + " + ("summary" if method == "satterthwaite" else "pbkrtest"),
            typical=float(typical),
            fastest=float(fastest),
            table=np.array([line[1:] for line in lines[start + 1 : end]], dtype=float),
        )
    return found


def lme_python(X: Floats, y: Floats, group: Ints, repeats: int = 100) -> Timed | None:
    """lme-python with Satterthwaite df; None where it is not installed."""
    if not all(importlib.util.find_spec(name) for name in ("lme_python", "polars")):
        return None
    import lme_python as peer
    import polars

    columns = {name: X[:, i] for i, name in enumerate(NAMES) if i} | {"value": y, "person": group}
    frame = polars.DataFrame(columns)
    formula = FORMULA.replace("1 | person", "1|person")

    def run() -> Floats:
        model = peer.lmer(formula, frame)
        model.with_satterthwaite(frame)
        return np.column_stack(
            [
                np.asarray(column, dtype=float)
                for column in (
                    model.coefficients,
                    model.beta_se,
                    model.satterthwaite_dfs,
                    model.beta_t,
                    model.satterthwaite_p_values,
                )
            ]
        )

    return timed("lme-python", run, repeats)


def write(path: Path, X: Floats, y: Floats, group: Ints) -> None:
    """The rows as CSV, for R."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["value", "person", *NAMES])
        out.writerows([value, g, *x] for value, g, x in zip(y, group, X, strict=True))
