"""The two small studies, analysed once."""

from __future__ import annotations

import pytest

from limen.analyse.plan import run
from limen.results import Results
from studies import SEED, Study


@pytest.fixture(scope="session")
def parallel_results(parallel_study: Study) -> Results:
    return run(parallel_study.unsealed, seed=SEED)


@pytest.fixture(scope="session")
def crossover_results(crossover_study: Study) -> Results:
    return run(crossover_study.unsealed, seed=SEED)
