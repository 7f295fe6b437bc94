"""The studies of `validation/calibrate.py`, which this folder tests in short."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from limen.simulate.study import Study

FILE = Path(__file__).parents[3] / "validation" / "calibrate.py"


@pytest.fixture(scope="session")
def validation() -> ModuleType:
    """The long version of these tests."""
    spec = importlib.util.spec_from_file_location("validation_of_calibrate", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def study(validation: ModuleType) -> Callable[..., Study]:
    """`study("dosed", people=100, truth="...", rating=False)` or `study("diary")`."""
    made: Any = validation.study_of
    return made
