"""Reactivity, dynamics, recovery and reliable change of many replicates, and of each alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from twice import SCENARIO, parallel, resilience

from limen.analyse.batch import BATCHES
from limen.analyse.layout import Layout
from limen.analyse.plan.question import Setting
from limen.analyse.reading.names import Names
from limen.analyse.resilience import Events, recovery
from limen.errors import AnalysisError

LEAVING = SCENARIO.replace("at_random_per_week: 0.05", "at_random_per_week: 0.5")
OWN = ["Reliably improved"]  # the door gives no error of a difference between shares
QUADRATIC = ("outcome: reactivity, bootstrap: 100", "outcome: reactivity, line: quadratic")


@pytest.mark.parametrize(
    ("estimator", "numbers"),
    [("stressor_reactivity", 4), ("affect_dynamics", 10), ("reliable_change", 2)],
)
def test_numbers_are_those_of_the_door(estimator: str, numbers: int) -> None:
    assert resilience(1).compare(estimator, own_error=OWN) == numbers


def test_a_quadratic_line_is_that_of_the_door() -> None:
    curved = parallel(0, 1, changes=(QUADRATIC,))
    assert curved.compare("stressor_reactivity") == 2 * 4
    target = curved.batch("stressor_reactivity")["reactivity.reactivity"].quantities[0].target
    assert target is not None
    assert target.measure == "reactivity_quadratic"


@pytest.mark.parametrize(
    ("estimator", "people"),
    [("stressor_reactivity", 5), ("affect_dynamics", 8), ("reliable_change", 8)],
)
def test_a_replicate_that_fails_does_not_spoil_the_others(estimator: str, people: int) -> None:
    changes = (("planned: 40", f"planned: {people}"), ("at_least: 10", "at_least: 12"))
    few = parallel(*range(8), changes=changes, scenario=LEAVING)
    assert few.compare(estimator, own_error=OWN) > 0
    (answer,) = few.batch(estimator).values()
    failed = np.isnan(answer.estimates.value).all(axis=1)
    assert 0 < failed.sum() < 8
    assert ((answer.estimates.status != 0) == failed).all()


def test_what_reactivity_aims_at() -> None:
    (answer,) = parallel(0).batch("stressor_reactivity").values()
    aims = [(one.key, one.target.outcome, one.target.measure) for one in answer.quantities
            if one.target]  # fmt: skip
    assert aims == [
        ("reactivity.reactivity", "reactivity", "reactivity"),
        ("reactivity.reactivity.exposure", "stressors", "mean"),
        ("reactivity.reactivity.adjusted", "reactivity", "reactivity"),
        ("reactivity.reactivity.slope", "reactivity", "slope"),
    ]
    target = answer.quantities[0].target
    assert target is not None
    assert (target.active, target.reference, target.belief) == ("MD", "PL", "free")
    assert len(target.occasions) == 21


def test_what_dynamics_and_change_aim_at() -> None:
    (dynamics,) = parallel(0).batch("affect_dynamics").values()
    assert [one.target.measure for one in dynamics.quantities if one.target] == [
        "mssd",
        "inertia",
        "mean",
        "variance",
        "mssd_per_time",
    ]
    (change,) = parallel(0).batch("reliable_change").values()
    assert [one.target.measure for one in change.quantities if one.target] == [
        "improved",
        "improved_corrected",
    ]


def test_shares_that_improved_have_the_error_of_two_independent_shares() -> None:
    some = parallel(0, 1)
    (answer,) = some.batch("reliable_change").values()
    for row, replicate in enumerate((0, 1)):
        (table,) = [t for t in some.door("reliable_change", replicate)["changed.wellbeing_change"]
                    .tables if t.key == "reliable_change"]  # fmt: skip
        shares = [(row_[5], row_[4]) for row_ in table.rows
                  if row_[:2] == ("Jacobson-Truax", "improved")]  # fmt: skip
        variance = sum(share * (1 - share) / of for share, of in shares)
        assert answer.estimates.standard_error[row, 0] == pytest.approx(np.sqrt(variance))


def test_a_diary_without_hours_sees_no_recovery_in_any_replicate() -> None:
    evening = parallel(0, 1)
    assert "one evening entry a day" in evening.refusal("recovery")
    assert evening.door("recovery", 0)["recovery.distress"].message == evening.refusal("recovery")


@dataclass(frozen=True)
class Diaries:
    """A source of two diaries made here."""

    problems: Layout
    stressors: Layout

    protocol = parallel(0).protocol
    exposure = Names(protocol)

    def layout(self, outcome: str, **_: object) -> Layout:
        """One of them."""
        return self.problems if outcome == "distress" else self.stressors


def _diaries(replicates: int) -> Diaries:
    """Half-lives of 4 and 2 hours; nobody meets a stressor in replicate 1."""
    rng, people, days, per_day = np.random.default_rng(1), 40, 10, 7
    day = np.add.outer(np.arange(days), (8 + 2 * np.arange(per_day)) / 24).ravel()
    days_of_all = np.broadcast_to(day, (replicates, people, day.size))
    stress = (rng.random(days_of_all.shape) < 0.15).astype(float)
    stress[1] = 0.0
    arm = np.broadcast_to(np.arange(people) % 2, (replicates, people))
    events = Events.of(stress > 0, 24 * days_of_all, 12.0)
    value = rng.normal(0, 0.7, stress.shape) + 3 * rng.normal(size=(replicates, people, 1))
    for a, half_life in enumerate((4.0, 2.0)):
        course = 2 * events.decay(np.full(replicates, np.log(2) / half_life))
        value += np.where((arm == a)[..., np.newaxis], course, 0.0)
    common = {
        "observed": rng.random(stress.shape) < 0.9,
        "participants": tuple(f"p{i}" for i in range(people)),
        "occasions": tuple(f"diary.{t}" for t in range(day.size)),
        "arms": ("Placebo", "LSD 10 micrograms"),
        "arm": arm,
        "day": days_of_all,
    }
    return Diaries(
        Layout(outcome="Distress", value=value, **common),
        Layout(outcome="Stressors", value=20 * stress, **common),
    )


def test_recoveries_are_those_of_the_door_one_by_one() -> None:
    diaries = _diaries(4)
    (item,) = parallel(0).items("recovery")
    (batch,) = BATCHES["recovery"](item, Setting(reader=diaries, seed=1, level=0.95))
    answer = batch.ask()
    ratio, jump = answer.quantities
    assert ratio.target is None
    assert jump.target is not None
    assert jump.target.measure == "jump"
    assert batch.slow
    for r in range(4):
        one = [layout.take(slice(r, r + 1)) for layout in (diaries.problems, diaries.stressors)]
        if r == 1:
            with pytest.raises(AnalysisError, match="no perturbation, no recovery"):
                recovery(*one, threshold=10)
            assert np.isnan(answer.estimates.value[r]).all()
            continue
        estimates = recovery(*one, threshold=10).estimates
        assert [e.label for e in estimates] == [q.label for q in answer.quantities]
        assert answer.estimates.value[r] == pytest.approx([e.value for e in estimates], rel=1e-9)
        assert answer.estimates.standard_error[r, 1] == pytest.approx(estimates[1].standard_error)
        assert answer.estimates.extras["p"][r, 0] == pytest.approx(estimates[0].p, rel=1e-9)
        assert answer.estimates.lower is not None
        assert answer.estimates.lower[r, 0] == pytest.approx(estimates[0].lower, rel=1e-9)
    assert answer.estimates.value[[0, 2, 3], 0] == pytest.approx(0.5, abs=0.2)


def test_several_entries_a_day_in_one_replicate_say_nothing_about_another() -> None:
    diaries = _diaries(3)
    once = np.arange(70) % 7 == 0
    rare = replace(diaries.problems, observed=diaries.problems.observed.copy())
    rare.observed[2] &= once
    (item,) = parallel(0).items("affect_dynamics")
    found = {}
    for name, layout in (("all", rare), ("last", rare.take(slice(2, 3)))):
        source = Diaries(layout, layout)
        (batch,) = BATCHES["affect_dynamics"](item, Setting(reader=source, seed=1, level=0.95))
        found[name] = batch.ask().estimates.value
    np.testing.assert_allclose(found["all"][2], found["last"][0], rtol=1e-12)
