"""Boundaries in a report: the final statistic is judged by what earlier looks left over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from limen.analyse.plan.looks import looks
from limen.boundaries import sequential_design
from limen.protocol import load_protocol, shipped
from limen.results import Estimate, Result


@pytest.fixture(scope="module")
def protocol():
    return load_protocol(shipped()["resilience"])


def answered(z: float, better: str = "lower") -> Result:
    estimate = Estimate.normal(label="LSD − placebo", value=z * 0.1, standard_error=0.1)
    return Result(
        key="reactivity",
        analysis="reactivity",
        title="Reactivity",
        role="primary",
        estimator="stressor_reactivity",
        estimand="reactivity",
        estimates=(estimate,),
        better=better,
    )


@pytest.mark.parametrize(
    ("z", "verdict"),
    [(-1.967, "not crossed"), (-1.969, "crossed (benefit)"), (1.969, "crossed (harm)")],
)
def test_the_last_boundary_is_above_1_96(protocol, z, verdict):
    """O'Brien-Fleming spending, looks at half and the end, two-sided 5 %: rpact gives 1.968596."""
    (result,) = looks(protocol, [answered(z)])
    (table,) = result.tables
    design = sequential_design(
        kind="obrien_fleming_spending", information=[0.5, 1], alpha=0.05, two_sided=True
    )
    assert table.values("z") == pytest.approx(design.z, abs=1e-12)
    assert table.values("z")[1] == pytest.approx(1.968596, abs=5e-7)
    assert table.values("verdict") == ("", verdict)


def test_without_an_answer_the_looks_are_still_shown(protocol):
    (result,) = looks(protocol, [])
    assert result.tables[0].values("statistic") == (None, None)


def one_sided(protocol, purpose: str):
    (boundary, *_) = protocol.boundaries
    changed = boundary.model_copy(update={"two_sided": False, "alpha": 0.025, "purpose": purpose})
    return protocol.model_copy(update={"boundaries": (changed,)})


@pytest.mark.parametrize(
    ("purpose", "better", "z", "verdict"),
    [
        ("efficacy", "lower", -4.0, "crossed (benefit)"),
        ("efficacy", "lower", 4.0, "not crossed"),
        ("efficacy", "higher", 4.0, "crossed (benefit)"),
        ("harm", "lower", 4.0, "crossed (harm)"),
        ("harm", "lower", -4.0, "not crossed"),
        ("efficacy", "", 4.0, ""),
        ("futility", "lower", -4.0, ""),
    ],
)
def test_a_one_sided_boundary_counts_in_its_own_direction(protocol, purpose, better, z, verdict):
    (result,) = looks(one_sided(protocol, purpose), [answered(z, better)])
    assert result.tables[0].values("verdict")[-1] == verdict


def test_few_degrees_of_freedom_are_respected(protocol):
    """t = 2.2 on 8 df is p = .059: a normal deviate of 1.89, below a boundary of 1.97."""
    estimate = Estimate(label="a", value=-2.2, standard_error=1.0, df=8, p=0.0590)
    (result,) = looks(protocol, [replace(answered(-1.0), estimates=(estimate,))])
    assert result.tables[0].values("statistic")[-1] == pytest.approx(1.888, abs=2e-3)
    assert result.tables[0].values("verdict")[-1] == "not crossed"
