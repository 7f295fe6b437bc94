"""Reliable change: the published example, the norms of the self-blinding study, and no change."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from limen.analyse.layout import Layout
from limen.analyse.resilience import reliable_change, reliable_change_index, true_score_index
from limen.analyse.resilience.change.index import cut_off
from limen.errors import AnalysisError

SOURCE = "placebo group of this study, four weeks"


def _study(rng, *, n=200, reliability=0.8, gain=0.0, mean=30.0, sd=5.0):
    true = mean + sd * np.sqrt(reliability) * rng.standard_normal(n)
    error = sd * np.sqrt(1 - reliability)
    arm = np.tile([0, 1], n // 2)
    scores = [true + error * rng.standard_normal(n), true + error * rng.standard_normal(n)]
    value = np.stack([scores[0], scores[1] + gain * arm], axis=-1)[None]
    return Layout(
        outcome="wellbeing",
        value=value,
        observed=np.isfinite(value),
        participants=tuple(f"p{i}" for i in range(n)),
        occasions=("baseline", "post"),
        arms=("placebo", "microdose"),
        arm=arm[None],
    )


def _door(layout, **options):
    chosen = {"reliability": 0.8, "sd": 5.0, "source": SOURCE} | options
    return reliable_change(layout, baseline_occasion="baseline", occasion="post", **chosen)


def test_jacobson_and_truax_worked_example(printed):
    """Jacobson & Truax 1991, p. 13-14: x1 = 32.5, x2 = 47.5, s1 = 7.5, r = .80: RC = 3.16.

    c = 50 for M1 = 40, M0 = 60 and equal standard deviations.
    """
    assert reliable_change_index(32.5, 47.5, sd=7.5, reliability=0.80) == printed("3.16")
    assert cut_off(mean=40, sd=7.5, functional_mean=60, functional_sd=7.5) == printed("50")


@pytest.mark.parametrize(
    ("measure", "sd", "reliability", "smallest"),
    [
        ("CAMS", 5.895, 0.738, 8.356),
        ("RPWB", 26.094, 0.834, 29.468),
        ("SWL", 6.947, 0.799, 8.640),
        ("neuroticism", 6.894, 0.822, 8.056),
    ],
)
def test_smallest_reliable_change_matches_the_norms_of_the_self_blinding_study(
    measure, sd, reliability, smallest
):
    """Placebo-group reliabilities of Szigeti 2021's pre-post scores, from the public data.

    The stored value comes from unrounded figures, ours from three decimals.
    """
    ours = 1.959963984540054 * sd * sqrt(2 * (1 - reliability))
    rounding = ours * (0.0005 / (2 * (1 - reliability)) + 0.0005 / sd) + 0.0005

    assert abs(ours - smallest) < rounding
    assert reliable_change_index(0.0, smallest, sd=sd, reliability=reliability) == pytest.approx(
        1.96, rel=rounding / ours
    )


def test_without_change_both_indices_are_standard_normal():
    rng = np.random.default_rng(1)
    scores = _study(rng, n=40_000).value[0]
    plain = reliable_change_index(scores[:, 0], scores[:, 1], sd=5, reliability=0.8)
    corrected = true_score_index(scores[:, 0], scores[:, 1], mean=30, sd=5, reliability=0.8)

    error = 4 * np.sqrt(0.025 * 0.975 / 40_000)
    assert abs(np.mean(plain > 1.96) - 0.025) < error
    assert abs(np.mean(corrected > 1.96) - 0.025) < error


def test_only_the_corrected_index_is_fair_to_those_who_start_badly():
    """Among those enrolled below 25 (one SD), nobody changed; regression to the mean did."""
    rng = np.random.default_rng(2)
    scores = _study(rng, n=100_000).value[0]
    low = scores[scores[:, 0] < 25]
    plain = reliable_change_index(low[:, 0], low[:, 1], sd=5, reliability=0.8)
    corrected = true_score_index(low[:, 0], low[:, 1], mean=30, sd=5, reliability=0.8)

    assert np.mean(plain > 1.96) > 0.05
    assert abs(np.mean(corrected > 1.96) - 0.025) < 4 * np.sqrt(0.025 * 0.975 / len(low))


def test_door_counts_who_improved_by_arm(printed):
    answer = _door(_study(np.random.default_rng(3), gain=6.0))
    table = answer.tables[0]
    improved = [row for row in table.rows if row[:2] == ("Jacobson-Truax", "improved")]

    assert [row[4] for row in improved] == [100, 100]
    assert improved[1][5] > improved[0][5] + 0.2
    assert answer.estimates[0].value == pytest.approx(improved[1][5] - improved[0][5])
    assert answer.estimates[0].lower > 0
    assert answer.estimates[1].label.startswith("Reliably improved, corrected")
    assert answer.details["reliability_source"] == SOURCE
    assert answer.details["smallest_reliable_change"] == printed("6.198")
    shares = {}
    for row in table.rows:
        shares[row[0], row[2]] = shares.get((row[0], row[2]), 0) + row[5]
    assert list(shares.values()) == pytest.approx([1.0] * 4)


def test_lower_can_be_better_and_the_cut_off_is_crossed_downwards():
    layout = _study(np.random.default_rng(4), gain=-8.0)
    answer = _door(layout, better="lower", functional=(20.0, 5.0))

    assert answer.estimates[0].lower > 0
    assert answer.details["cut_off"] == pytest.approx(25, abs=0.5)
    people = answer.tables[1]
    crossed = [row for row in people.rows if row[7]]
    assert crossed
    assert all(row[2] > answer.details["cut_off"] >= row[3] for row in crossed)


def test_refuses_without_source_baseline_or_people():
    layout = _study(np.random.default_rng(5), n=10)

    with pytest.raises(AnalysisError, match="source of its reliability"):
        _door(layout, source=" ")
    with pytest.raises(AnalysisError, match="between 0 and 1"):
        _door(layout, reliability=1.0)
    with pytest.raises(AnalysisError, match="has no baseline"):
        reliable_change(layout, reliability=0.8, source=SOURCE, occasion="post")
    with pytest.raises(AnalysisError, match="not measured at 'later'"):
        reliable_change(layout, reliability=0.8, source=SOURCE, occasion="later")
    flat = replace(layout, value=np.ones_like(layout.value))
    with pytest.raises(AnalysisError, match="does not vary"):
        _door(flat, sd=None)
    with pytest.raises(AnalysisError, match="'microdose' has 0"):
        _door(replace(layout, arm=np.zeros((1, 10), dtype=int)))


def test_low_reliability_is_said():
    assert _door(_study(np.random.default_rng(6)), reliability=0.41).warnings
