"""Reactivity against a frozen line: closed forms, simulation, refusals."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from limen.analyse.resilience import (
    DiarySums,
    effect_on_reactivity,
    fit_line,
    reactivity,
    stressor_reactivity,
)
from limen.analyse.resilience.reactivity.bootstrap import bootstrap_effect
from limen.errors import AnalysisError, DesignMatrixError
from limen.references import references


def _loop(problems, exposure, run_in, treatment, arm):
    """The same effect, entry by entry, with numpy's own least squares."""
    before = np.broadcast_to(run_in, problems.shape)[0]
    x, y = exposure[0][before], problems[0][before]
    design = np.stack([np.ones_like(x), x], axis=1)
    line, rss, *_ = np.linalg.lstsq(design, y, rcond=None)
    scale = np.sqrt(rss[0] / (len(y) - 2))
    scores = [
        np.mean([(p - line @ [1, e]) / scale for p, e in zip(ps, es, strict=True)])
        for ps, es in zip(problems[0][:, treatment], exposure[0][:, treatment], strict=True)
    ]
    return np.array(scores), line, scale


def test_matches_a_calculation_entry_by_entry(scenario):
    sample = scenario.draw(np.random.default_rng(1), 1, 12, days=10, run_in_days=5)
    scores, line, scale = _loop(*sample)
    sums, arm = scenario.sums_of(sample)

    found = reactivity(sums)
    assert found.line.coefficients[0] == pytest.approx(line, abs=1e-10)
    assert found.line.scale[0] == pytest.approx(scale, abs=1e-10)
    assert found.score[0] == pytest.approx(scores, abs=1e-10)
    effect = effect_on_reactivity(sums, arm, 2, line_known=True)
    welch = stats.ttest_ind(scores[12:], scores[:12], equal_var=False)
    assert effect.value[0, 0] == pytest.approx(scores[12:].mean() - scores[:12].mean(), abs=1e-10)
    assert effect.value[0, 0] / effect.standard_error[0, 0] == pytest.approx(welch.statistic)
    assert effect.df[0, 0] == pytest.approx(welch.df)


def test_line_of_independent_entries_has_the_classical_covariance(scenario):
    """One entry per participant: the sandwich made from residuals, entry by entry."""
    rng = np.random.default_rng(2)
    e = rng.poisson(2, (1, 300, 1)).astype(float)
    p = 1 + 0.5 * e + rng.standard_normal(e.shape)
    everything = np.ones(e.shape, dtype=bool)
    sums = DiarySums.of(p, e, everything, ~everything)
    line = fit_line(sums)

    design = np.stack([np.ones(300), e[0, :, 0]], axis=1)
    residual = p[0, :, 0] - design @ line.coefficients[0]
    bread = np.linalg.inv(design.T @ design)
    sandwich = bread @ (design.T * residual**2) @ design @ bread * 300 / 299
    assert line.covariance(sums)[0] == pytest.approx(sandwich, rel=1e-10)


def test_standard_error_agrees_with_the_cluster_bootstrap(scenario):
    """A short run-in and arms that differ in exposure, so that the line's error matters."""
    problems, exposure, run_in, treatment, arm = scenario.draw(
        np.random.default_rng(3), 1, 40, days=10, run_in_days=2
    )
    exposure = exposure + 3 * (arm[..., None] * treatment)
    sums, arm = scenario.sums_of((problems, exposure, run_in, treatment, arm))
    analytic = effect_on_reactivity(sums, arm, 2)
    known = effect_on_reactivity(sums, arm, 2, line_known=True)
    drawn = bootstrap_effect(sums, arm, 2, replicates=4000, seed=1)

    assert drawn.std() == pytest.approx(analytic.standard_error[0, 0], rel=0.06)
    assert known.standard_error[0, 0] < 0.8 * drawn.std()


@pytest.mark.parametrize("adjusted", [False, True])
def test_recovers_the_effect_with_nominal_coverage(scenario, adjusted):
    replicates = 600
    found = scenario.power(replicates, 11, 40, adjusted=adjusted)

    error = found["spread"] / np.sqrt(replicates)
    assert abs(found["mean"] - scenario.truth()) < 4 * error
    assert abs(found["coverage"] - 0.95) < 4 * np.sqrt(0.95 * 0.05 / replicates)
    assert found["standard_error"] == pytest.approx(
        found["spread"], rel=4 / np.sqrt(2 * replicates)
    )


@pytest.mark.parametrize(("per_arm", "expected"), [(40, 0.68), (80, 0.91)])
def test_power_for_halved_reactivity(scenario, per_arm, expected):
    """68 % and 91 % in the scenario of `validation/resilience.py` (10,000 replicates: 69, 93)."""
    replicates = 500
    found = scenario.power(replicates, 12, per_arm)

    tolerance = 4 * np.sqrt(expected * (1 - expected) / replicates)
    assert abs(found["rejected"] - expected) < tolerance


def test_a_line_refitted_by_arm_absorbs_the_effect(scenario):
    assert abs(scenario.unfrozen(50, 1)) < 1e-10
    assert scenario.truth() < -0.3


def test_replicates_are_fitted_as_they_would_be_alone(scenario):
    sample = scenario.draw(np.random.default_rng(4), 3, 10, days=8, run_in_days=6)
    sums, arm = scenario.sums_of(sample)
    together = effect_on_reactivity(sums, arm, 2)

    for r in range(3):
        alone_sums, _ = scenario.sums_of(
            (sample[0][r : r + 1], sample[1][r : r + 1], *sample[2:4], arm[r : r + 1])
        )
        alone = effect_on_reactivity(alone_sums, arm[r : r + 1], 2)
        assert together.value[r] == pytest.approx(alone.value[0], abs=1e-12)
        assert together.standard_error[r] == pytest.approx(alone.standard_error[0], abs=1e-12)


def test_a_quadratic_truth_needs_the_quadratic_line(scenario):
    rng = np.random.default_rng(6)
    problems, exposure, run_in, treatment, arm = scenario.draw(rng, 1, 200, reactivity=1.0)
    met = exposure + 5 * (arm[..., None] * treatment)  # more stressors, nobody more reactive
    problems = problems + 0.45 * (met - exposure) + 0.4 * met**2
    use = np.ones(problems.shape, dtype=bool)
    straight, curved = (
        effect_on_reactivity(
            DiarySums.of(problems, met, use & run_in, use & treatment, powers=powers),
            arm, 2, adjusted=True,
        )
        for powers in (1, 2)
    )  # fmt: skip

    assert abs(curved.value[0, 0]) < 4 * curved.standard_error[0, 0]
    assert abs(straight.value[0, 0]) > 4 * straight.standard_error[0, 0]


def test_door_reports_exposure_first(layouts):
    problems, exposure, run_in, treatment = layouts()
    answer = stressor_reactivity(problems, exposure, run_in=run_in, treatment=treatment, seed=1)

    assert answer.tables[0].key == "stressor_exposure"
    assert answer.estimates[0].label == "Stressor reactivity: microdose − placebo"
    on_exposure = answer.estimates[1]
    assert on_exposure.label.startswith("Stressors per entry")
    means = {row[:2]: row[4] for row in answer.tables[0].rows}
    difference = means["treatment", "microdose"] - means["treatment", "placebo"]
    assert means["treatment", "microdose − placebo"] == pytest.approx(difference)
    assert on_exposure.value == pytest.approx(difference)
    assert answer.details["run_in_days"] == 14
    assert not answer.warnings
    line = next(t for t in answer.tables if t.key == "normative_line")
    assert {row[0] for row in line.rows} == {
        "frozen line", "placebo, treatment", "microdose, treatment",
    }  # fmt: skip
    routes = next(t for t in answer.tables if t.key == "reactivity_routes")
    assert len(routes.rows) == 4
    means, mixed = routes.rows[0], routes.rows[2]
    assert mixed[2] == pytest.approx(means[2], abs=1e-10)  # balanced: one effect, two routes
    assert mixed[3] == pytest.approx(means[3], rel=0.05)
    assert references(reactivity)


def test_the_adjusted_comparison_answers_where_it_is_planned(layouts):
    problems, exposure, run_in, treatment = layouts()
    plain, adjusted = (
        stressor_reactivity(
            problems, exposure, run_in=run_in, treatment=treatment, seed=1, adjusted=chosen
        )
        for chosen in (False, True)
    )
    assert adjusted.estimates[0] == plain.estimates[2]
    assert adjusted.estimates[2] == plain.estimates[0]
    assert adjusted.estimates[0].standard_error < plain.estimates[0].standard_error
    assert "analysis of covariance" in adjusted.methods
    assert "analysis of covariance" not in plain.methods


def test_missing_entries_are_left_out_pair_by_pair(layouts):
    problems, exposure, run_in, treatment = layouts(per_arm=10, days=10)
    rng = np.random.default_rng(0)
    holes = rng.random(problems.value.shape) < 0.2
    thinner = exposure.only(~holes)
    answer = stressor_reactivity(problems, thinner, run_in=run_in, treatment=treatment, bootstrap=0)
    entries = answer.details["run_in_entries"] + answer.details["treatment_entries"]

    assert entries == np.sum(~holes)


def test_warns_of_a_short_run_in_and_of_exposure_that_differs(layouts):
    problems, exposure, run_in, treatment = layouts(run_in_days=7)
    shift = exposure.value + 2.0 * np.repeat([0, 1], 40)[:, None] * (np.arange(49) >= 7)
    answer = stressor_reactivity(
        problems, replace(exposure, value=shift), run_in=run_in, treatment=treatment, bootstrap=0
    )

    assert any("7 days" in text for text in answer.warnings)
    assert any("different numbers of stressors" in text for text in answer.warnings)


def test_refuses_without_a_run_in(layouts):
    problems, exposure, run_in, treatment = layouts(per_arm=5, days=5)

    with pytest.raises(AnalysisError, match="needs a run-in"):
        stressor_reactivity(problems, exposure, run_in=(), treatment=treatment)
    with pytest.raises(AnalysisError, match="not run-in occasions"):
        stressor_reactivity(problems, exposure, run_in=run_in, treatment=run_in)
    with pytest.raises(AnalysisError, match="not measured at 'visit'"):
        stressor_reactivity(problems, exposure, run_in=("visit",), treatment=treatment)
    nothing = exposure.only(np.arange(19) >= 14)
    with pytest.raises(AnalysisError, match="No run-in entry"):
        stressor_reactivity(problems, nothing, run_in=run_in, treatment=treatment)


def test_refuses_stressors_that_never_vary_and_arms_nobody_is_in(layouts):
    problems, exposure, run_in, treatment = layouts(per_arm=5, days=5)

    with pytest.raises(DesignMatrixError, match="hardly vary"):
        stressor_reactivity(
            problems, replace(exposure, value=np.ones_like(exposure.value)),
            run_in=run_in, treatment=treatment,
        )  # fmt: skip
    with pytest.raises(AnalysisError, match="'microdose' has 0 participants"):
        stressor_reactivity(
            replace(problems, arm=np.zeros((1, 10), dtype=int)), exposure,
            run_in=run_in, treatment=treatment,
        )  # fmt: skip
    with pytest.raises(AnalysisError, match="Unseal"):
        stressor_reactivity(
            replace(problems, arm=None), exposure, run_in=run_in, treatment=treatment
        )
