"""Adverse events of many replicates are those of each replicate alone."""

from __future__ import annotations

import numpy as np
import pytest
from twice import SCENARIO, parallel, resilience

from limen.analyse.safety import SafetyCounts, rates_compared, shares_compared

FEW = (("planned: 40", "planned: 8"),)
RARE = SCENARIO.replace("share: 0.05, added: {active: 0.05}", "share: 0.01")
NONE = SCENARIO.replace("share: 0.05, added: {active: 0.05}", "share: 0").replace(
    "share: 0.01", "share: 0"
)


def test_numbers_are_those_of_the_door() -> None:
    assert resilience(1).compare("adverse_events") == 4
    assert parallel(0, 1, 2).compare("adverse_events") == 3 * 4


def test_a_replicate_without_events_is_one_that_the_door_refuses() -> None:
    rare = parallel(*range(8), changes=FEW, scenario=RARE)
    assert rare.compare("adverse_events") > 0
    found = rare.batch("adverse_events")["events"].estimates
    nothing = rare.source.safety().events.sum(axis=1) == 0
    assert 0 < nothing.sum() < 8
    assert (np.isnan(found.value).all(axis=1) == nothing).all()


def test_events_in_no_replicate_are_refused_for_all() -> None:
    none = parallel(0, 1, scenario=NONE)
    assert "holds no adverse event" in none.refusal("adverse_events")
    assert none.door("adverse_events", 1)["events"].message == none.refusal("adverse_events")


def test_rates_are_left_out_where_the_plan_leaves_them_out() -> None:
    change = ("estimator: adverse_events}", "estimator: adverse_events, exposure_adjusted: false}")
    plain = parallel(0, 1, changes=(change,))
    assert plain.compare("adverse_events") == 2 * 3


def test_shares_aim_at_their_differences_and_ratios_at_nothing() -> None:
    quantities = parallel(0).batch("adverse_events")["events"].quantities
    assert [one.target and one.target.measure for one in quantities] == [
        "adverse_events",
        "serious_adverse_events",
        "withdrawals",
        None,
    ]
    assert [one.key for one in quantities] == [
        "events",
        "events.serious_adverse_events.MD",
        "events.withdrawals.MD",
        "events.rate.MD",
    ]


def test_the_draw_counts_what_the_dataset_records() -> None:
    some = parallel(0, 1, 2)
    drawn = some.source.safety()
    for row in range(3):
        read = some.reader(row).safety()
        for name in ("arm", "events", "serious", "withdrawn", "exposure_days"):
            np.testing.assert_array_equal(getattr(drawn, name)[row], getattr(read, name)[0], name)


def test_three_arms_are_compared_with_the_first() -> None:
    counts = SafetyCounts(
        arms=("a", "b", "c"),
        arm=np.array([[0, 0, 1, 1, 2, 2, -1]]),
        events=np.array([[0, 1, 2, 1, 0, 0, 9]]),
        serious=np.array([[0, 0, 1, 0, 0, 0, 9]]),
        withdrawn=np.zeros((1, 7), dtype=bool),
        exposure_days=np.array([[10.0, 10, 5, np.nan, 10, 10, 10]]),
    )
    shares, rates = shares_compared(counts), rates_compared(counts)
    assert shares.value[0] == pytest.approx([0.5, 0.5, 0.0, -0.5, 0.0, 0.0])
    assert shares.labels[3] == "Any adverse event: difference in share, c − a"
    assert rates.value[0] == pytest.approx([(2 / 5) / (1 / 20), 0.0])
