"""What every test may use: strict arithmetic, and figures as other programs printed them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent / "studies"))
from studies import Study, crossover, parallel

ROOT = Path(__file__).parents[1]
REFERENCE = Path(__file__).parent / "reference"


@pytest.fixture(autouse=True)
def strict_floating_point() -> Iterator[None]:
    """A division by zero or an overflow is a bug here, not a warning to scroll past."""
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        yield


@pytest.fixture
def printed() -> Callable[[str], Any]:
    """`printed("0.115")`: equal to a figure as another program printed it."""

    def equal_to(figure: str) -> Any:
        decimals = len(figure.partition(".")[2])
        return pytest.approx(float(figure), rel=0, abs=0.5 * 10**-decimals)

    return equal_to


@pytest.fixture(scope="session")
def self_blinding_folder() -> Path:
    """The public files of the self-blinding study, or a skip that says what is missing."""
    places = [os.environ.get("LIMEN_DATA_DIR"), ROOT.parent / "shared" / "data"]
    for place in filter(None, places):
        folder = Path(place) / "self_blinding"
        if (folder / "pacutes.csv").is_file():
            return folder
    pytest.skip("public data 'self_blinding' not found: set LIMEN_DATA_DIR to its parent folder")


@pytest.fixture(scope="session")
def parallel_study() -> Study:
    """40 people in two arms, whose plan uses every estimator."""
    return parallel()


@pytest.fixture(scope="session")
def crossover_study() -> Study:
    """12 people, three interventions, Williams' six sequences."""
    return crossover()
