"""Boundaries in a report: the final statistic is judged by what earlier looks left over."""

from __future__ import annotations

import pytest

from limen.analyse.plan.looks import looks
from limen.boundaries import sequential_design
from limen.protocol import load_protocol, shipped
from limen.results import Estimate, Result


@pytest.fixture(scope="module")
def protocol():
    return load_protocol(shipped()["resilience"])


def answered(z: float) -> Result:
    estimate = Estimate.normal(label="LSD − placebo", value=z * 0.1, standard_error=0.1)
    return Result(
        key="reactivity",
        analysis="reactivity",
        title="Reactivity",
        role="primary",
        estimator="stressor_reactivity",
        estimand="reactivity",
        estimates=(estimate,),
    )


@pytest.mark.parametrize(("z", "verdict"), [(-1.967, "not crossed"), (-1.969, "crossed")])
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
