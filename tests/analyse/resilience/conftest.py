"""Simulated diaries, and the validation script that draws them."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from limen.analyse.layout import Layout

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def scenario():
    """The module `validation/resilience.py`."""
    spec = importlib.util.spec_from_file_location(
        "validation_resilience", ROOT / "validation" / "resilience.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def layouts(scenario):
    """`layouts(**options)`: problems, exposure, run-in and treatment occasions of one study."""

    def make(*, per_arm=40, days=42, run_in_days=14, seed=5, **options):
        rng = np.random.default_rng(seed)
        problems, exposure, run_in, _, arm = scenario.draw(
            rng, 1, per_arm, days=days, run_in_days=run_in_days, **options
        )
        occasions = tuple(f"diary.{t + 1}" for t in range(problems.shape[-1]))
        both = [layout(value, arm, occasions) for value in (problems, exposure)]
        names = np.array(occasions)
        return *both, tuple(names[run_in]), tuple(names[~run_in])

    return make


def layout(value, arm, occasions, **options):
    """A layout of one outcome over two arms."""
    return Layout(
        outcome="score",
        value=value,
        observed=np.isfinite(value),
        participants=tuple(f"p{i}" for i in range(value.shape[1])),
        occasions=occasions,
        arms=("placebo", "microdose"),
        arm=arm,
        **options,
    )
