"""Recovery: the exponential is found where entries are dense, and refused where they are not."""

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.layout import Layout
from limen.analyse.resilience import Events, fit_recovery, recovery
from limen.errors import AnalysisError, NotIdentifiedError

ARMS = ("placebo", "microdose")


def _days(days, per_day):
    return (np.arange(days)[:, None] + (8 + 14 / per_day * np.arange(per_day)) / 24).ravel()


def _study(rng, *, per_arm=30, days=14, per_day=7, half_lives=(4.0, 2.0), noise=0.7):
    n = 2 * per_arm
    day = np.broadcast_to(_days(days, per_day), (1, n, days * per_day))
    arm = np.repeat([[0, 1]], per_arm, axis=1)
    stress = (rng.random(day.shape) < 0.15).astype(float)
    events = Events.of(stress >= 1, 24 * day, 12.0)
    rate = np.log(2) / np.array(half_lives)
    course = sum(
        np.where((arm == a)[..., None], events.decay(rate[a : a + 1]), 0.0) for a in (0, 1)
    )
    value = 3 * rng.standard_normal((1, n, 1)) + 2 * course
    value = value + noise * rng.standard_normal(value.shape)
    common = {
        "participants": tuple(f"p{i}" for i in range(n)),
        "occasions": tuple(f"e.{t}" for t in range(day.shape[-1])),
        "arms": ARMS,
        "arm": arm,
        "day": day,
        "observed": np.ones(day.shape, dtype=bool),
    }
    problems = Layout(outcome="problems", value=value, **common)
    return problems, Layout(outcome="stressors", value=stress, **common)


def test_finds_an_exponential_without_noise_exactly():
    problems, exposure = _study(np.random.default_rng(1), noise=0.0)
    answer = recovery(problems, exposure)

    ratio, jump = answer.estimates
    assert ratio.value == pytest.approx(0.5, rel=1e-5)
    assert jump.value == pytest.approx(0.0, abs=1e-5)
    table = answer.tables[0]
    assert table.values("half_life") == pytest.approx((4.0, 2.0), rel=1e-5)
    assert sum(table.values("events")) == exposure.value.sum()


def test_overlapping_events_add_up():
    hours = np.array([[[0.0, 1.0, 3.0]]])
    events = Events.of(np.array([[[True, True, False]]]), hours, 12.0)

    expected = [1, 1 + np.exp(-0.5), np.exp(-1.5) + np.exp(-1.0)]
    assert events.decay(np.array([0.5]))[0, 0] == pytest.approx(expected)


def test_interval_of_the_half_life_covers():
    rng = np.random.default_rng(2)
    covered = []
    for _ in range(60):
        problems, _ = study = _study(rng, per_arm=15, days=10, half_lives=(3.0, 3.0), noise=1.5)
        events = Events.of(study[1].value >= 1, 24 * problems.day, 12.0)
        fit = fit_recovery(problems.value, problems.observed, events, half_lives=(0.5, 24.0))
        z = (fit.value[0, 1] - np.log(3.0)) / fit.standard_error[0, 1]
        covered.append(abs(z) < 2.05)

    assert abs(np.mean(covered) - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 60)


def test_refuses_one_evening_entry_a_day():
    problems, exposure = _study(np.random.default_rng(3), per_day=1, days=40)

    with pytest.raises(NotIdentifiedError, match="one evening entry a day cannot identify"):
        recovery(problems, exposure)


def test_refuses_unknown_hours_sparse_prompts_and_too_few_events():
    problems, exposure = _study(np.random.default_rng(4))

    with pytest.raises(NotIdentifiedError, match="hour of the entries is not known"):
        recovery(replace(problems, day=np.floor(problems.day)), exposure)
    with pytest.raises(NotIdentifiedError, match="hour of the entries is not known"):
        recovery(replace(problems, day=None), exposure)
    with pytest.raises(NotIdentifiedError, match="Prompt more often"):
        recovery(problems, exposure, horizon_hours=4)
    with pytest.raises(NotIdentifiedError, match="no perturbation, no recovery"):
        recovery(problems, exposure, threshold=2)


def test_says_when_there_was_nothing_to_recover_from():
    rng = np.random.default_rng(5)
    problems, exposure = _study(rng)
    flat = replace(problems, value=rng.standard_normal(problems.value.shape))
    answer = recovery(flat, exposure)
    ratio, jump = answer.estimates

    unidentified = any("end of its range" in text for text in answer.warnings)
    assert unidentified or ratio.upper / ratio.lower > 10
    assert not jump.p < 0.001


def test_uses_the_occasions_that_both_diaries_have():
    problems, exposure = _study(np.random.default_rng(6))
    fewer = recovery(problems, exposure.at(*exposure.occasions[:70]))
    same = recovery(problems.at(*problems.occasions[:70]), exposure.at(*exposure.occasions[:70]))

    assert repr(fewer.estimates) == repr(same.estimates)  # NaN is not equal to itself
    with pytest.raises(AnalysisError, match="share no occasion"):
        recovery(problems, replace(exposure, occasions=tuple(f"x{t}" for t in range(98))))
