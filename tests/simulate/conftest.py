"""Small protocols of all five designs, and scenarios."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small import small_text

from limen.protocol import Protocol, parse_protocol
from limen.simulate.scenario import Scenario, parse_scenario
from limen.simulate.study import Study


@pytest.fixture
def protocol_text() -> Callable[..., str]:
    """`protocol_text("crossover", 40)`, to be changed by a test."""
    return small_text


@pytest.fixture
def protocol() -> Callable[..., Protocol]:
    """`protocol("crossover", people=40)`."""
    return lambda design="parallel", people=60: parse_protocol(small_text(design, people))


@pytest.fixture
def scenario() -> Callable[[str], Scenario]:
    """`scenario("noticing: ...")`: a scenario that supposes this and nothing else."""
    return lambda text="": parse_scenario(f"limen: 1\nid: made\ntitle: Made for a test\n{text}\n")


@pytest.fixture
def study(protocol, scenario) -> Callable[..., Study]:
    """`study("noticing: ...", design="crossover", people=40)`."""

    def made(text: str = "", design: str = "parallel", people: int = 60) -> Study:
        return Study(protocol(design, people), scenario(text))

    return made
