"""The generated data set has the shape of the real one, says that it is none, and is repeatable."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from limen.dataset import Allocations, Dataset
from limen.dataset.check import check_dataset
from limen.demo.crowd import (
    DAY_CRITERION,
    DAY_SENSITIVITY,
    WEEK_CRITERION,
    WEEK_SENSITIVITY,
    draw_crowd,
    expected_share,
)
from limen.demo.generated import generated_self_blinding
from limen.protocol import load_protocol, shipped

Generated = tuple[Dataset, Allocations]


@pytest.fixture(scope="module")
def generated() -> Generated:
    return generated_self_blinding(seed=20261123)


def test_it_keeps_the_promises_of_the_real_protocol(generated: Generated) -> None:
    data, allocations = generated
    report = check_dataset(data, allocations=allocations)
    assert report.errors == ()
    assert data.protocol.hash == load_protocol(shipped()["self_blinding"]).hash


def test_it_says_that_it_is_simulated(generated: Generated) -> None:
    data, allocations = generated
    assert data.simulated
    assert data.seed == 20261123
    assert "SIMULATED" in data.provenance.findings[0]
    for name in data.tables:
        assert set(data.rows(name).column("source")) <= {"simulated"}
    assert set(allocations.rows.column("source")) == {"simulated"}


def test_the_same_seed_gives_the_same_data(generated: Generated) -> None:
    again, allocations = generated_self_blinding(seed=20261123)
    assert again.hash == generated[0].hash
    assert allocations.hash == generated[1].hash
    assert generated_self_blinding(seed=1)[0].hash != again.hash


def test_it_has_the_shape_of_the_real_study(generated: Generated) -> None:
    data, allocations = generated
    unsealed = data.unseal(allocations)
    arms = pd.Series(unsealed.arm_of).value_counts().to_dict()
    assert arms == {"PL": 73, "HH": 61, "MD": 85}
    assert len(data.participants) == 240
    days = data.table("administrations").groupby("participant").size()
    assert 780 < days.sum() < 900
    assert days.max() == 4
    assert abs((days == 4).mean() - 167 / 239) < 0.1
    scores = data.table("scores")
    felt = scores.loc[scores["subscale"] == "intensity", "score"]
    assert 0.5 < (felt == 0).mean() < 0.72
    assert (scores.loc[scores["instrument"] != "cps", "score"] % 1 == 0).all()


def test_it_has_the_same_tables_and_subscales(
    generated: Generated, self_blinding_folder: object
) -> None:
    from limen.dataset.adapters.self_blinding import import_self_blinding

    real, _ = import_self_blinding(str(self_blinding_folder))
    data = generated[0]
    assert {n for n in data.tables if data.count(n)} == {n for n in real.tables if real.count(n)}
    keys = ["instrument", "subscale", "definition"]
    subscales = []
    for each in (data, real):
        table = each.table("scores")
        table["definition"] = table["occasion"].str.partition(".")[0]
        subscales.append(set(table[keys].itertuples(index=False, name=None)))
    assert subscales[0] == subscales[1]


def test_guesses_follow_signal_detection() -> None:
    """Shares of microdose guesses over 20 crowds against the closed form, to Monte Carlo error."""
    crowds = [draw_crowd(seed) for seed in range(20)]
    for active_name, guess_name, sensitivity, criterion in (
        ("capsule_active", "day_guess", DAY_SENSITIVITY, DAY_CRITERION),
        ("week_active", "week_guess", WEEK_SENSITIVITY, WEEK_CRITERION),
    ):
        for active in (True, False):
            shares = [
                getattr(crowd, guess_name)[getattr(crowd, active_name) == active].mean()
                for crowd in crowds
            ]
            error = np.std(shares, ddof=1) / np.sqrt(len(shares))
            expected = expected_share(sensitivity, criterion, active=active)
            assert abs(np.mean(shares) - expected) < 4 * error


def test_the_model_gives_the_published_guess_shares() -> None:
    """167 of 339 and 125 of 508 dosing days, 293 of 461 and 171 of 399 weeks."""
    for sensitivity, criterion, active, placebo in (
        (DAY_SENSITIVITY, DAY_CRITERION, 167 / 339, 125 / 508),
        (WEEK_SENSITIVITY, WEEK_CRITERION, 293 / 461, 171 / 399),
    ):
        assert abs(expected_share(sensitivity, criterion, active=True) - active) < 0.005
        assert abs(expected_share(sensitivity, criterion, active=False) - placebo) < 0.005
