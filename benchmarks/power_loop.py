"""The power of a plain mixed model by simulation, against lmerTest's loop and mcpower.

200 people × 8 visits, y ~ arm + (1 | person), p with Satterthwaite degrees of freedom:

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.power_loop
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from limen.analyse.mixed_models import FixedDesign, contrasts, exact_statistics, p_values
from limen.analyse.mixed_models.fit import fit
from limen.analyse.mixed_models.statistics import Statistics
from limen.randomness import stream

SEED, BLOCK = 20261125, 256
PEOPLE, VISITS, EFFECT, TAU, SIGMA = 200, 8, 0.25, 0.7, 0.7
Row = dict[str, object]


def design() -> FixedDesign:
    """Intercept and arm, every second person in the active arm."""
    arm = np.repeat(np.arange(PEOPLE) % 2, VISITS).astype(float)
    return FixedDesign(
        np.stack([np.ones_like(arm), arm], axis=1), np.repeat(np.arange(PEOPLE), VISITS)
    )


def rows() -> list[Row]:
    """Seconds per replicate: ours drawn raw and exactly, then each peer that is here."""
    shared = design()
    raw, raw_power = _timed(lambda rng: _raw(shared, rng), blocks=40)
    exact, exact_power = _timed(lambda rng: _exact(shared, rng), blocks=400)
    peers = [peer for peer in (_lmertest(), _mcpower()) if peer is not None]
    found = [
        _row("power loop, raw draws", raw, raw_power),
        _row("power loop, exact statistics", exact, exact_power),
    ]
    for name, seconds, power in peers:
        for ours, how, own in ((raw, "raw draws", raw_power), (exact, "exact", exact_power)):
            row = _row(f"power loop, {how}", ours, own)
            note = f"{row['note']}; theirs {power:.3f}"
            found.append(
                {
                    **row,
                    "peer": name,
                    "peer_seconds": seconds,
                    "ratio": seconds / ours,
                    "note": note,
                }
            )
    return found


def _raw(shared: FixedDesign, rng: np.random.Generator) -> Statistics:
    arm = np.repeat(np.arange(PEOPLE) % 2, VISITS)
    person = TAU * rng.standard_normal((BLOCK, PEOPLE))
    y = SIGMA * rng.standard_normal((BLOCK, PEOPLE * VISITS))
    return shared.statistics(y + np.repeat(person, VISITS, axis=1) + EFFECT * arm)


def _exact(shared: FixedDesign, rng: np.random.Generator) -> Statistics:
    beta = np.array([0.0, EFFECT])
    return exact_statistics(shared, beta=beta, tau=TAU, sigma=SIGMA, replicates=BLOCK, rng=rng)


def _timed(draw: Callable[[np.random.Generator], Statistics], blocks: int) -> tuple[float, float]:
    """Median seconds per replicate over blocks, and the power."""
    L, seconds, rejected = np.array([[0.0, 1.0]]), [], 0
    for block in range(blocks):
        start = perf_counter()
        found = contrasts(fit(draw(stream(SEED, "power loop", block))), L, labels=("arm",))
        rejected += int((p_values(found) < 0.05).sum())
        seconds.append((perf_counter() - start) / BLOCK)
    return median(seconds), rejected / (blocks * BLOCK)


def _lmertest(replicates: int = 100) -> tuple[str, float, float] | None:
    if shutil.which("Rscript") is None:
        return None
    numbers = [str(n) for n in (PEOPLE, VISITS, replicates, EFFECT, TAU, SIGMA)]
    script = str(Path(__file__).with_name("power_loop.R"))
    ended = subprocess.run(["Rscript", script, *numbers], capture_output=True, text=True)
    if ended.returncode != 0:
        return None
    seconds, power = ended.stdout.split()
    return "lmerTest loop", float(seconds), float(power)


def _mcpower(replicates: int = 2000) -> tuple[str, float, float] | None:
    """mcpower on one core: effects in SDs of the residual, fitted by maximum likelihood."""
    if importlib.util.find_spec("mcpower") is None:
        return None
    from mcpower import MCPower
    from mcpower._engine import set_n_threads

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # eight visits are fewer than it recommends
        set_n_threads(1)
        model = MCPower("y ~ arm + (1|person)", family="lme")
        model.set_cluster(
            "person",
            ICC=TAU**2 / (TAU**2 + SIGMA**2),
            n_clusters=PEOPLE,
            cluster_level_vars=["arm"],
        )
        model.set_variable_type("arm=binary")
        model.set_effects(f"arm={EFFECT / SIGMA}")
        model.set_simulations(replicates)
        model.set_seed(SEED)
        model.find_power(PEOPLE * VISITS, progress_callback=False, verbose=False, n_sims=100)
        start = perf_counter()
        told = model.find_power(PEOPLE * VISITS, progress_callback=False, verbose=False)
        seconds = (perf_counter() - start) / replicates
    return "mcpower", seconds, float(told["power_uncorrected"][0][0])


def _row(name: str, seconds: float, power: float) -> Row:
    return {
        "name": f"{name}, {PEOPLE} × {VISITS}, each",
        "ours_seconds": seconds,
        "peer": "",
        "peer_seconds": None,
        "ratio": None,
        "note": f"{1 / seconds:,.0f} trials/s; power {power:.3f}",
    }


if __name__ == "__main__":
    for row in rows():
        print(row)
