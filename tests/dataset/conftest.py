"""A small study with four people, and the public one imported once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from limen.dataset import Allocations, Dataset
from limen.dataset.adapters.self_blinding import import_self_blinding
from limen.protocol import Protocol, load_protocol

Tables = dict[str, list[dict[str, object]]]
BY = {"respondent": "participant", "source": "test"}


@pytest.fixture(scope="session")
def protocol() -> Protocol:
    return load_protocol(Path(__file__).parent / "study.yaml")


@pytest.fixture
def tables() -> Tables:
    """Anna and Ben on placebo, Chloe and Dan on microdoses; two weeks each; nothing is wrong."""
    people = ["anna", "ben", "chloe", "dan"]
    days = [(person, week) for person in people for week in (1, 2)]
    return {
        "participants": [
            {"participant": person, "site": "riga", "age_years": 30 + i, **BY}
            for i, person in enumerate(people)
        ],
        "administrations": [
            {
                "participant": person,
                "number": week,
                "occasion": f"acute.{week}",
                "study_day": 7 * week - 3,
                "kit": f"{person}-{week}",
                "status": "taken",
                **BY,
            }
            for person, week in days
        ],
        "scores": [
            {
                "participant": person,
                "occasion": occasion,
                "instrument": "panas",
                "subscale": "balance",
                "score": 10 + i,
                **BY,
            }
            for i, (person, occasion) in enumerate(
                (person, occasion)
                for person in people
                for occasion in ("baseline", "acute.1", "acute.2")
            )
        ],
        "guesses": [
            {
                "participant": person,
                "occasion": f"acute.{week}",
                "guess": "acute_guess",
                "about": "administration",
                "answer": "dont_know" if week == 1 else "placebo",
                "confidence_percent": 50,
                **BY,
            }
            for person, week in days
        ],
        "expectancies": [
            {
                "participant": person,
                "occasion": "baseline",
                "name": "benefit",
                "expectation": 60.5,
                **BY,
            }
            for person in people
        ],
    }


@pytest.fixture
def make(protocol: Protocol) -> Callable[..., Dataset]:
    def dataset(tables: Any, **rest: Any) -> Dataset:
        return Dataset.from_tables(protocol, tables, simulated=True, **rest)

    return dataset


@pytest.fixture
def small(make: Callable[..., Dataset], tables: Tables) -> Dataset:
    return make(tables, seed=7)


def allocation_rows() -> list[dict[str, object]]:
    """Two people in each arm."""
    arms = {"anna": "PL", "ben": "PL", "chloe": "MD", "dan": "MD"}
    return [
        {
            "participant": person,
            "arm": arm,
            "period": week,
            "kit": f"{person}-{week}",
            "intervention": "placebo" if arm == "PL" else "microdose",
            **BY,
        }
        for person, arm in arms.items()
        for week in (1, 2)
    ]


@pytest.fixture
def sealed(small: Dataset) -> Allocations:
    return Allocations.of(small.hash, allocation_rows())


@pytest.fixture(scope="session")
def self_blinding(self_blinding_folder: Path) -> tuple[Dataset, Allocations]:
    return import_self_blinding(self_blinding_folder)
