"""Sums over replicates: against sums done by hand, added in parts, written and read."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hand_made import QUANTITIES, TARGET, answer, truth

from limen.rehearse.tally import P_EDGES, Refusal, Sums, Tally
from limen.rehearse.tally.summing import summed
from limen.rehearse.tally.tally import total
from limen.results import FitStatus

TRUTHS = {TARGET: truth(2.0), TARGET.with_belief("placebo"): truth(0.5)}


def test_sums_done_by_hand():
    """Four replicates; the last has no estimate. 90 % intervals are value ± 1.645."""
    sums = summed(answer([1.0, 3.0, 2.5, 9.0], [1.0, 1.0, 1.0, 1.0], failed=[3]), TRUTHS, alpha=0.1)
    one = sums["a"]
    assert (one.replicates, one.failed, one.estimated) == (4, 1, 3)
    assert one.centre == 2.0
    assert one.powers == pytest.approx((0.5, 2.25, 0.125, 2.0625))
    assert (one.with_error, one.variance, one.variance_squared) == (3, 3.0, 3.0)
    assert one.intervals == 3
    assert one.covered == {"free": 3, "placebo": 1}  # 0.5 is in the interval of 1.0 only
    assert (one.tested, one.rejected) == (3, 2)  # 3.0 and 2.5 are beyond 1.645, 1.0 is not
    assert sum(one.p) == 3
    p = [0.3173, 0.0027, 0.0124]
    assert list(one.p) == np.histogram(p, P_EDGES)[0].tolist()


def test_an_interval_misses_on_either_side():
    """90 % intervals from −0.645 to 2.645, from 1.355 to 4.645, and from 0.855 to 4.145."""
    truths = {**TRUTHS, TARGET.with_belief("active"): truth(4.5)}
    one = summed(answer([1.0, 3.0, 2.5], [1.0, 1.0, 1.0]), truths, alpha=0.1)["a"]
    assert one.covered == {"free": 3, "placebo": 1, "active": 1}


def test_a_p_value_of_alpha_rejects_nothing():
    """As a test by rerandomisation can have one: 50 of 1,000 allocations."""
    made = answer([1.0, 1.0, 1.0], [1.0, 1.0, 1.0])
    given = replace(made.estimates, extras={"p": np.array([0.05, 0.049, 0.051])})
    one = summed(replace(made, estimates=given), TRUTHS, alpha=0.05)["a"]
    assert (one.tested, one.rejected) == (3, 1)


def test_a_quantity_without_a_target_is_centred_on_zero_and_covers_nothing():
    sums = summed(answer([1.0, 3.0], [1.0, 1.0]), TRUTHS, alpha=0.05)
    assert QUANTITIES[1].target is None
    assert sums["b"].centre == 0.0
    assert sums["b"].covered == {}
    assert sums["b"].powers[:2] == (3.0 + 5.0, 9.0 + 25.0)  # b is a + 2


def test_extreme_values_stand_in_the_outer_bins():
    sums = summed(answer([0.0, 100.0, -100.0], [1.0, 1.0, 1.0]), TRUTHS, alpha=0.05)["a"]
    assert (sums.p[0], sums.p[-1]) == (2, 1)


def test_parts_add_up_to_the_whole():
    rng = np.random.default_rng(20260501)
    value, error = rng.normal(2, 1, 100), rng.uniform(0.5, 1.5, 100)
    whole = summed(answer(value, error), TRUTHS, alpha=0.05)["a"]
    first = summed(answer(value[:33], error[:33]), TRUTHS, alpha=0.05)["a"]
    both = first + summed(answer(value[33:], error[33:]), TRUTHS, alpha=0.05)["a"]
    for name in ("replicates", "failed", "intervals", "covered", "tested", "rejected", "p"):
        assert getattr(both, name) == getattr(whole, name)
    assert both.powers == pytest.approx(whole.powers, rel=1e-12, abs=1e-12)


def test_different_truths_do_not_add():
    first = summed(answer([1.0], [1.0]), TRUTHS, alpha=0.05)["a"]
    other = summed(answer([1.0], [1.0]), {TARGET: truth(2.5)}, alpha=0.05)["a"]
    with pytest.raises(ValueError, match="different truths"):
        _ = first + other


def example() -> Tally:
    made = answer([1 / 3, 0.1, np.pi], [0.7, 0.1, 2.0], failed=[1])
    return Tally(
        quantities={one.key: one for one in QUANTITIES},
        sums=summed(made, TRUTHS, alpha=0.05),
        refused={Refusal(key="c", title="C", reason="Nobody was asked."): 3},
        counts={("guess", "early", "day.1", "MD", "dont_know"): 7, ("people", "MD"): 480},
    )


def test_json_and_back_gives_the_same_bits():
    tally = example()
    again = Tally.from_json(json.loads(json.dumps(tally.to_json())))
    assert again == tally
    assert isinstance(again.sums["a"], Sums)


def test_tallies_add_what_only_one_has():
    tally = example()
    reason = Refusal(key="c", title="C", reason="Another reason.")
    more = total([tally, Tally(refused={reason: 2}), tally])
    assert more.sums["a"].replicates == 6
    assert more.quantities == tally.quantities
    assert list(more.refused.values()) == [6, 2]
    assert more.counts["people", "MD"] == 960
    assert tally.targets == (TARGET,)


def test_failures_are_counted_whatever_their_reason():
    failed = [FitStatus.NOT_CONVERGED, FitStatus.TOO_FEW, FitStatus.NOT_ESTIMABLE]
    for status in failed:
        sums = summed(answer([1.0, 2.0], [1.0, 1.0], failed=[0], how=status), TRUTHS, alpha=0.05)
        assert (sums["a"].failed, sums["a"].replicates, sums["a"].tested) == (1, 2, 1)
