"""A stand-in for rehearsals of changed designs: power and bias by what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

import pytest

from limen.analyse.batch.quantity import Quantity, Target
from limen.protocol import load_protocol, shipped
from limen.rehearse.cell import Cell
from limen.rehearse.performance import Measure, Performance
from limen.rehearse.rehearsed import Refused, Rehearsed
from limen.simulate.scenario import named_scenario

TARGET = Target(
    outcome="brs", occasions=("day",), active="MD", reference="PL", basis="arm", belief="free"
)


def performance(key: str, *, power: float, truth: float, bias: float, n: int) -> Performance:
    """An own row, without noise."""
    held = key.startswith("direct_effect")
    target = TARGET.with_belief("placebo") if held else TARGET
    quantity = Quantity(
        key=key,
        analysis=key.partition(".")[0],
        method="g_formula" if held else "mmrm",
        title="Resilience",
        label="Effect",
        target=target,
        answers=True,
    )
    return Performance(
        quantity=quantity,
        target=target,
        own=True,
        truth=truth,
        truth_error=0.001,
        truth_is_zero=truth == 0,
        sd=2.0,
        replicates=n,
        failed=0,
        mean=Measure(value=truth + bias, error=0.01),
        bias=Measure(value=bias, error=0.01),
        empirical_se=Measure(value=0.3, error=0.01),
        model_se=Measure(value=0.3, error=0.01),
        mse=Measure(value=0.1, error=0.01),
        coverage=Measure(value=0.95, error=0.01),
        rejection=Measure(value=power, error=sqrt(power * (1 - power) / n)),
    )


@dataclass(kw_only=True)
class Designs:
    """Power, truth and bias by the title of a change ("" the design as it is)."""

    power: dict[str, float]
    truth: dict[str, float] = field(default_factory=dict)
    bias: dict[str, float] = field(default_factory=dict)
    refuses: tuple[str, ...] = ()
    seen: list[Cell] = field(default_factory=list)

    def __call__(self, cells: Sequence[Cell], replicates: int) -> list[Rehearsed]:
        self.seen += cells
        return [self._one(cell, replicates) for cell in cells]

    def _one(self, cell: Cell, n: int) -> Rehearsed:
        change = cell.varied.get("change", "")
        refused = Refused(key="wellbeing.brs", title="Resilience", reason="No.", replicates=n)
        rows = (
            performance(
                "wellbeing.brs",
                power=self.power.get(change, self.power[""]),
                truth=self.truth.get(change, 0.5),
                bias=0.0,
                n=n,
            ),
            performance(
                "direct_effect.brs", power=0.1, truth=0.4, bias=self.bias.get(change, 0.2), n=n
            ),
        )
        no = change in self.refuses
        return Rehearsed(
            cell=cell,
            replicates=n,
            truths={},
            performance=rows[1:] if no else rows,
            tables=(),
            refused=(refused,) if no else (),
            seconds=0.0,
        )


@pytest.fixture
def designs() -> type[Designs]:
    """Makes stand-ins: `designs(power={"": 0.5})`."""
    return Designs


@pytest.fixture(scope="session")
def cell() -> Cell:
    """The resilience study under the scenario `both`."""
    protocol = load_protocol(shipped()["resilience"])
    return Cell(protocol=protocol, scenario=named_scenario("both", protocol=protocol))
