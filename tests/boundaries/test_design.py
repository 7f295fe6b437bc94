"""Boundaries: rpact's numbers, closed forms, and simulated Brownian paths."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from limen.boundaries import sequential_design, spent
from limen.errors import BoundaryError

REFERENCE = Path(__file__).parents[1] / "reference" / "r_reference_group_sequential.csv"
OURS = {  # rpact's name: ours, and the parameter
    "OF": ("obrien_fleming", 0.0),
    "P": ("pocock", 0.0),
    "WT0.25": ("wang_tsiatis", 0.25),
    "HP": ("haybittle_peto", 3.0),
    "asOF": ("obrien_fleming_spending", 0.0),
    "asP": ("pocock_spending", 0.0),
    "asKD2": ("kim_demets", 2.0),
    "asHSD-4": ("hwang_shih_decani", -4.0),
    "asHSD1": ("hwang_shih_decani", 1.0),
}


def reference() -> dict[tuple[str, str, str, str], list[dict[str, str]]]:
    designs = defaultdict(list)
    with REFERENCE.open() as file:
        for row in csv.DictReader(file):
            designs[row["info"], row["sided"], row["alpha"], row["type"]].append(row)
    return designs


DESIGNS = reference()


@pytest.mark.parametrize("key", DESIGNS, ids="-".join)
def test_matches_rpact(key):
    """rpact 3.3.4, getDesignGroupSequential and getDesignCharacteristics; z to 1e-7."""
    rows = DESIGNS[key]
    kind, parameter = OURS[key[3]]
    rates = [float(row["rate"]) for row in rows[:-1]] + [1.0]
    if len(rates) == 3:
        rates = [1 / 3, 2 / 3, 1.0]
    design = sequential_design(
        kind=kind,
        information=rates,
        alpha=float(key[2]),
        two_sided=key[1] == "2",
        parameter=parameter,
    )
    np.testing.assert_allclose(design.z, [float(r["z"]) for r in rows], rtol=0, atol=1e-7)
    np.testing.assert_allclose(
        design.stage_levels, [float(r["stage_level"]) for r in rows], rtol=1e-6
    )
    np.testing.assert_allclose(
        design.alpha_spent, [float(r["alpha_spent"]) for r in rows], rtol=0, atol=1e-7
    )
    last = rows[0]
    assert design.inflation == pytest.approx(float(last["inflation_power80"]), rel=2e-6)
    assert design.expected_h1 == pytest.approx(float(last["asn_h1_ratio"]), rel=2e-6)
    assert design.expected_h0 == pytest.approx(float(last["asn_h0_ratio"]), rel=2e-6)


def test_one_look_is_the_fixed_design():
    design = sequential_design(kind="pocock", information=[1.0], alpha=0.05, two_sided=True)
    assert design.z[0] == pytest.approx(NormalDist().inv_cdf(0.975), abs=1e-9)
    assert design.inflation == pytest.approx(1.0, abs=1e-9)


def test_simulated_paths_cross_as_often():
    """The second route: 200,000 Brownian paths, to four Monte Carlo standard errors."""
    design = sequential_design(
        kind="hwang_shih_decani",
        information=[0.3, 0.6, 1],
        alpha=0.05,
        two_sided=True,
        parameter=-2,
    )
    rng = np.random.default_rng(20261123)
    times = np.array(design.information)
    steps = rng.standard_normal((200_000, 3)) * np.sqrt(np.diff(times, prepend=0))
    for effect in (0.0, 1.0):
        paths = np.cumsum(steps + effect * design.drift * np.diff(times, prepend=0), axis=1)
        outside = np.abs(paths / np.sqrt(times)) >= design.z
        first = np.where(outside.any(axis=1), outside.argmax(axis=1), 3)
        shares = np.bincount(first, minlength=4)[:3] / len(first)
        exact = design.stopping(effect).sum(axis=1)
        error = np.sqrt(exact * (1 - exact) / len(first))
        assert np.all(np.abs(shares - exact) < 4 * error)


@pytest.mark.parametrize("kind", ["obrien_fleming_spending", "pocock_spending"])
def test_everything_is_spent_at_the_end(kind):
    assert spent(0.05, 1.0, kind) == pytest.approx(0.05, abs=1e-15)


def test_linear_spending_is_the_limit():
    near = spent(0.05, 0.3, "hwang_shih_decani", 1e-7)
    assert spent(0.05, 0.3, "hwang_shih_decani", 0.0) == pytest.approx(near, rel=1e-6)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"information": [0.5, 0.4, 1]}, "must increase"),
        ({"information": [0.5, 0.9]}, "exactly 1"),
        ({"kind": "obrien"}, "choose one of obrien_fleming"),
        ({"alpha": 0.6}, "between 0 and 0.5"),
    ],
)
def test_refuses_impossible_designs(changes, said):
    usual = {"kind": "pocock", "information": [0.5, 1], "alpha": 0.05, "two_sided": True}
    with pytest.raises(BoundaryError, match=said):
        sequential_design(**{**usual, **changes})
