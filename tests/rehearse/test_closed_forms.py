"""What a rehearsal says against what can be worked out: `validation/rehearsal`, in short."""

from __future__ import annotations

import importlib
import json
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limen.analyse.belief.counterexamples import COUNTEREXAMPLES
from limen.analyse.blinding.counts import GuessCounts
from limen.rehearse.engines import Serial

ROOT = Path(__file__).parents[2]
SEED, REPLICATES = 11, 1024
NOMINAL = 4 * sqrt(0.05 * 0.95 / REPLICATES)  # four Monte Carlo errors of a coverage of 95 %


@pytest.fixture
def part(monkeypatch):
    """`part("closed_forms")`: a module of the validation."""
    monkeypatch.syspath_prepend(str(ROOT))
    return lambda name: importlib.import_module(f"validation.rehearsal.{name}")


@pytest.fixture(scope="module")
def committed() -> dict[str, Any]:
    """The last results of the long version."""
    text = (ROOT / "validation" / "results" / "rehearsal.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def test_belief_alone_biases_by_who_guesses_right_in_each_arm(part):
    """Three in four take low and hardly notice: the rate of all would say a quarter of it."""
    found = part("closed_forms").biased_by_belief((1, 3), REPLICATES, SEED, Serial())
    assert abs(found["rehearsed_bias"] - found["by_arm"]) < 4 * found["error"]
    assert abs(found["rehearsed_bias"] - found["by_rate_of_all"]) > 15 * found["error"]


def test_with_arms_of_equal_size_the_rate_of_all_people_is_enough(part):
    found = part("closed_forms").biased_by_belief((1, 1), 256, SEED, Serial())
    assert found["by_rate_of_all"] == pytest.approx(found["by_arm"], abs=1e-12)
    assert abs(found["rehearsed_bias"] - found["by_arm"]) < 4 * found["error"]


def test_power_is_that_of_the_noncentral_t_by_both_routes(part):
    found = part("closed_forms").power_of(16, 5.0, REPLICATES, SEED, Serial())
    for route in ("raw", "exact"):
        assert abs(found[route] - found["expected"]) < 4 * found[f"{route}_error"]


@pytest.mark.parametrize(("people", "undecided"), [(12, 0.3), (60, 0.0)])
def test_indices_are_expected_to_be_what_all_tables_say(part, people, undecided):
    found = part("closed_forms").indices_of(people, undecided, REPLICATES, SEED)
    assert len(found) == 10
    for key, one in found.items():
        assert abs(one["rehearsed"] - one["expected"]) < 4 * one["error"], key


@pytest.mark.parametrize("undecided", [0.0, 0.3])
def test_indices_of_an_endless_study_are_those_of_its_shares(part, undecided):
    """By formulas written down apart from the package's."""
    indices = part("expected_indices")
    shares = indices.shares(1.0, 0.8, undecided)
    assert shares.sum(axis=1) == pytest.approx([1, 1])
    counts = GuessCounts(arms=("placebo", "active"), answers=1000 * shares[np.newaxis])
    for key, expected in indices.endless(shares).items():
        found = indices.in_all_tables(key, counts).value[0]
        assert found == pytest.approx(expected, abs=1e-12), key


def test_the_ratio_of_event_rates_keeps_its_size(part):
    found = part("without_estimand").ratio_of_rates(0.0, REPLICATES, SEED)
    assert 0 < found["rejected"] < 0.05 + NOMINAL
    assert found["coverage"] > 0.95 - NOMINAL


@pytest.mark.parametrize("example", COUNTEREXAMPLES, ids=lambda one: one.key)
def test_analyses_go_as_wrong_as_the_report_says(part, example):
    found = part("counterexamples").rehearsed(example, 48, SEED, Serial())
    for key, one in found.items():
        assert abs(one["rehearsed"] - one["expected"]) < 4 * one["error"], key


@pytest.mark.parametrize("name", ["guesses, most say placebo", "crossover of 40 people"])
def test_size_and_coverage_where_assumptions_hold(part, name):
    world = part("worlds").HOLDING[name]
    found = part("behaviour").of_world(
        world, REPLICATES, SEED, truth_people=10_000, engine=Serial()
    )
    assert len(found["quantities"]) >= 2
    for key, one in found["quantities"].items():
        assert abs(one["bias"]) < 4 * one["bias_error"], key
        for coverage in ("coverage", "coverage_with_nothing"):
            assert abs(one[coverage] - 0.95) < NOMINAL, key
        assert one["size"] is None or abs(one["size"] - 0.05) < NOMINAL, key


def test_committed_results_hold_what_the_closed_forms_say(committed):
    """Of the long version, within four Monte Carlo errors."""
    assert committed["replicates"] == 20_000
    found = committed["results"]
    for one in found["belief alone"].values():
        assert abs(one["rehearsed_bias"] - one["by_arm"]) < 4 * one["error"]
    for one in found["power"].values():
        for route in ("raw", "exact"):
            assert abs(one[route] - one["expected"]) < 4 * one[f"{route}_error"]
    compared = [*found["blinding indices"].values(), *found["counterexamples"]["worlds"].values()]
    for rows in compared:
        for key, one in rows.items():
            assert abs(one["rehearsed"] - one["expected"]) < 4 * one["error"], key
