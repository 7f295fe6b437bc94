"""Worlds with a known direct effect, and the validation script that draws them."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from limen.analyse.direct_effect import OrderOfMeasurement
from limen.analyse.layout import Covariate, Layout

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def world():
    """The module `validation/direct_effect.py`."""
    spec = importlib.util.spec_from_file_location(
        "validation_direct_effect", ROOT / "validation" / "direct_effect.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def good_order():
    """Confounders, then guess, then outcome."""
    return OrderOfMeasurement(guess_after_confounders=True, outcome_after_guess=True)


@pytest.fixture
def study(world):
    """A layout of 400 participants and two occasions, drawn from the known world."""
    rng, shape = np.random.default_rng(3), (1, 400, 2)
    expectancy = rng.standard_normal((1, 400))
    rows = world.draw(rng, 1, 800, x=np.repeat(expectancy, 2, axis=1))
    side_effects = rows.after[..., 0].reshape(shape)
    return Layout(
        outcome="mood",
        value=rows.outcome.reshape(shape),
        observed=np.ones(shape, dtype=bool),
        participants=tuple(f"p{i}" for i in range(400)),
        occasions=("week.1", "week.2"),
        interventions=("placebo", "microdose"),
        intervention=rows.treated.reshape(shape).astype(int),
        guess=rows.belief.reshape(shape).astype(int),
        covariates={
            "expectancy": Covariate(name="expectancy", values=expectancy),
            "side_effects": Covariate(name="side_effects", values=side_effects),
        },
    )
