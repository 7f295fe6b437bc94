"""A stand-in for rehearsals: a z-test whose power is known in closed form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import nan, sqrt
from zlib import crc32

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from limen.analyse.batch.quantity import Belief, Quantity, Target
from limen.protocol import load_protocol, shipped
from limen.rehearse.cell import Cell
from limen.rehearse.performance import Measure, Performance
from limen.rehearse.rehearsed import Refused, Rehearsed
from limen.simulate.scenario import named_scenario

KEY = "dosing_days.mood"
TARGET = Target(
    outcome="mood", occasions=("day",), active="LSD", reference="PL", basis="arm", belief="free"
)


def z_power(effect: float, people: int, *, alpha: float = 0.05) -> float:
    """Power of a two-sided z-test of two equal arms, SD 1."""
    shift, z = effect * sqrt(people) / 2, ndtri(1 - alpha / 2)
    return float(ndtr(shift - z) + ndtr(-shift - z))


@dataclass(kw_only=True)
class Trials:
    """Replicates of a z-test: the effect by scenario, what is true of it, and what goes wrong.

    `seen` holds (scenario, people, replicates) of all that was asked.
    """

    effect: float = 0.4
    bias: float = 0.0  # also where there is nothing to find
    truth: float | None = None  # left out: the effect
    size: Callable[[int], float] | None = None  # type I error by people
    belief: Belief = "free"
    fails: float = 0.0
    refuses: str = ""
    p_values: bool = True
    seed: int = 1
    seen: list[tuple[str, int, int]] = field(default_factory=list)

    def __call__(self, cells: Sequence[Cell], replicates: int) -> list[Rehearsed]:
        return [self._one(cell, replicates) for cell in cells]

    def _one(self, cell: Cell, replicates: int) -> Rehearsed:
        people, scenario = cell.study.people, cell.scenario.id
        self.seen.append((scenario, people, replicates))
        refused = Refused(key=KEY, title="Mood", reason=self.refuses, replicates=replicates)
        return Rehearsed(
            cell=cell,
            replicates=replicates,
            truths={},
            performance=() if self.refuses else (self._performance(scenario, people, replicates),),
            tables=(),
            refused=(refused,) if self.refuses else (),
            seconds=0.0,
        )

    def _performance(self, scenario: str, people: int, replicates: int) -> Performance:
        nothing = scenario != "both"
        effect = 0.0 if nothing else self.effect
        truth = effect if self.truth is None or nothing else self.truth
        power = z_power(effect + self.bias, people)
        if nothing and self.size is not None:
            power = self.size(people)
        rng = np.random.default_rng([self.seed, people, crc32(scenario.encode())])
        failed = round(self.fails * replicates)
        tested = replicates - failed
        share = float((rng.random(tested) < power).mean()) if tested and self.p_values else nan
        spread = 2 / sqrt(people)
        mean = effect + self.bias + spread / sqrt(max(tested, 1)) * float(rng.standard_normal())
        target = TARGET.with_belief(self.belief)
        return Performance(
            quantity=Quantity(
                key=KEY,
                analysis="dosing_days",
                method="mixed_model",
                title="Mood",
                label="LSD",
                target=target,
                answers=True,
            ),
            target=target,
            own=True,
            truth=truth,
            truth_error=0.0,
            truth_is_zero=truth == 0,
            sd=1.0,
            replicates=replicates,
            failed=failed,
            mean=Measure(value=mean, error=spread / sqrt(max(tested, 1))),
            bias=Measure(value=mean - truth, error=spread / sqrt(max(tested, 1))),
            empirical_se=Measure(value=spread, error=spread / sqrt(2 * replicates)),
            model_se=Measure(value=spread, error=0.0),
            mse=Measure(),
            coverage=Measure(value=0.95, error=0.01),
            rejection=Measure(value=share, error=sqrt(share * (1 - share) / max(tested, 1))),
        )


@pytest.fixture
def trials() -> type[Trials]:
    """Makes stand-ins: `trials(effect=0.4)`."""
    return Trials


@pytest.fixture(scope="session")
def cell() -> Cell:
    """MDLSD, 80 people in two arms, under the scenario `both`."""
    protocol = load_protocol(shipped()["mdlsd"])
    return Cell(protocol=protocol, scenario=named_scenario("both", protocol=protocol))
