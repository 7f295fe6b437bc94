"""Every estimator of a plan, end to end, against sums done here and against the truth."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import optimize, stats

from limen.analyse.plan.items import QUESTIONS
from limen.results import Estimate, Result, Results, ResultStatus, Table
from studies import BELIEF, DAYS, DIRECT, REACTIVITY, RUN_IN, Study

VISITS = ("visit.1", "visit.2", "visit.3")


def result(results: Results, key: str) -> Result:
    (found,) = [each for each in results.results if each.key == key]
    return found


def first(results: Results, key: str) -> Estimate:
    return result(results, key).estimates[0]


def test_the_plan_uses_every_estimator(parallel_study: Study) -> None:
    used = {item.estimator for item in parallel_study.dataset.protocol.analysis.analyses}
    assert used == set(QUESTIONS)


def test_nothing_is_skipped_and_one_analysis_is_refused(parallel_results: Results) -> None:
    plan = [result.analysis for result in parallel_results.results]
    assert list(dict.fromkeys(plan))[:3] == ["change", "model", "last"]
    refused = [r.key for r in parallel_results.results if r.status is ResultStatus.REFUSED]
    assert refused == ["recovery.distress"]
    assert "hour of the entries" in result(parallel_results, "recovery.distress").message
    assert not [r.key for r in parallel_results.results if r.status is ResultStatus.FAILED]


@pytest.mark.parametrize(
    ("key", "scores"),
    [
        ("last.wellbeing", ("wemwbs", "total", ["visit.3"])),
        ("after.mood_after", ("limen_daily", "mood", ["day_after.1", "day_after.2"])),
    ],
)
def test_one_value_per_person_gives_the_t_test(
    parallel_study: Study, parallel_results: Results, key: str, scores: tuple[str, str, list[str]]
) -> None:
    means = parallel_study.scores(*scores).mean(axis=1)
    active, known = parallel_study.active, np.isfinite(means)
    test = stats.ttest_ind(means[active & known], means[~active & known])
    estimate = first(parallel_results, key)
    assert estimate.value == pytest.approx(
        means[active & known].mean() - means[~active & known].mean(), rel=1e-6
    )
    assert estimate.value / estimate.standard_error == pytest.approx(test.statistic, rel=1e-5)
    assert estimate.df == pytest.approx(known.sum() - 2, rel=1e-4)
    assert estimate.p == pytest.approx(test.pvalue, rel=1e-4)


def test_the_mixed_model_is_generalised_least_squares(
    parallel_study: Study, parallel_results: Results
) -> None:
    """REML of compound symmetry over dense covariance matrices, one correlation searched."""
    y = parallel_study.scores("wemwbs", "total", VISITS)
    people = list(parallel_study.dataset.rows("participants"))
    age = np.array([float(row["age_years"]) for row in people])
    male = np.array([row["sex"] == "male" for row in people], dtype=float)
    visits = np.eye(3)[:, 1:]
    blocks = []
    for i, active in enumerate(parallel_study.active):
        constant = np.array([1.0, float(active), age[i], male[i]])
        x = np.hstack([np.tile(constant, (3, 1)), visits, active * visits])
        seen = np.isfinite(y[i])
        blocks.append((x[seen], y[i][seen]))

    def sums(rho: float) -> tuple[np.ndarray, np.ndarray, float, float]:
        xx, xy, yy, log = np.zeros((8, 8)), np.zeros(8), 0.0, 0.0
        for x, own in blocks:
            v = np.full((len(own), len(own)), rho) + (1 - rho) * np.eye(len(own))
            inverse = np.linalg.inv(v)
            xx += x.T @ inverse @ x
            xy += x.T @ inverse @ own
            yy += float(own @ inverse @ own)
            log += float(np.linalg.slogdet(v)[1])
        return xx, xy, yy, log

    def deviance(rho: float) -> float:
        xx, xy, yy, log = sums(rho)
        df = sum(len(own) for _, own in blocks) - 8
        left = yy - xy @ np.linalg.solve(xx, xy)
        return float(log + np.linalg.slogdet(xx)[1] + df * np.log(left / df))

    best = optimize.minimize_scalar(
        deviance, bounds=(-0.4, 0.95), method="bounded", options={"xatol": 1e-10}
    ).x
    xx, xy, yy, _ = sums(best)
    beta = np.linalg.solve(xx, xy)
    variance = (yy - xy @ beta) / (sum(len(own) for _, own in blocks) - 8)
    contrast = np.array([0, 1, 0, 0, 0, 0, 0, 1.0])
    estimate = first(parallel_results, "model.wellbeing")
    assert estimate.label.endswith("visit.3")
    assert estimate.value == pytest.approx(contrast @ beta, rel=1e-5)
    error = np.sqrt(variance * contrast @ np.linalg.solve(xx, contrast))
    assert estimate.standard_error == pytest.approx(error, rel=1e-5)


def test_the_test_by_redrawing_agrees_with_the_t_test(
    parallel_study: Study, parallel_results: Results
) -> None:
    y = parallel_study.scores("wemwbs", "total", ["visit.3"])[:, 0]
    seen, active = np.isfinite(y), parallel_study.active
    estimate = first(parallel_results, "redrawn.wellbeing")
    assert estimate.value == pytest.approx(y[seen & active].mean() - y[seen & ~active].mean())
    p = stats.ttest_ind(y[seen & active], y[seen & ~active]).pvalue
    assert abs(estimate.p - p) < 4 * np.sqrt(p * (1 - p) / 199) + 1 / 200


def table(result: Result, key: str) -> Table:
    (found,) = [each for each in result.tables if each.key == key]
    return found


def guessed(study: Study, occasion: str) -> np.ndarray:
    answers = {
        row["participant"]: row["answer"]
        for row in study.dataset.rows("guesses")
        if row["occasion"] == occasion
    }
    return np.array([answers.get(person, "") for person in study.dataset.participants])


def test_the_curve_starts_from_four_means(parallel_study: Study, parallel_results: Results) -> None:
    """Δ(0.5): guesses weighted so that half of them are right; "don't know" as it was."""
    y = parallel_study.scores("wemwbs", "total", ["visit.3"])[:, 0]
    guess, active = guessed(parallel_study, "visit.3"), parallel_study.active
    right = guess == np.where(active, "MD", "PL")
    unsure, asked = guess == "dont_know", guess != ""
    rate = right.sum() / (asked & ~unsure).sum()
    weight = np.where(unsure, 1.0, np.where(right, 0.5 / rate, 0.5 / (1 - rate)))
    means = [np.average(y[own], weights=weight[own]) for own in (active & asked, ~active & asked)]
    estimate = first(parallel_results, "curve.wellbeing")
    assert estimate.value == pytest.approx(means[0] - means[1], rel=1e-9)


def test_blinding_counts_guesses(parallel_study: Study, parallel_results: Results) -> None:
    guess = np.stack([guessed(parallel_study, at) for at in VISITS], axis=1)
    by_label = {e.label: e.value for e in result(parallel_results, "blinding").estimates}
    for arm, own, title in ((False, "PL", "Placebo"), (True, "MD", "LSD 10 micrograms")):
        mine = guess[parallel_study.active == arm]
        right, asked = np.sum(mine == own), np.sum(mine != "")
        wrong = asked - right - np.sum(mine == "dont_know")
        assert by_label[f"Bang index, {title}"] == pytest.approx((right - wrong) / asked)


def test_the_direct_effect_is_near_the_truth(parallel_results: Results) -> None:
    """The total effect is larger: the drug also works through what people believe."""
    estimates = result(parallel_results, "direct.wellbeing").estimates
    assert len(estimates) == 6
    for estimate in estimates:
        assert abs(estimate.value - DIRECT) < 3 * estimate.standard_error
    total = first(parallel_results, "model.wellbeing")
    assert total.value > DIRECT
    assert abs(total.value - DIRECT - BELIEF * 0.22) < 3 * total.standard_error


def test_reactivity_is_what_the_line_does_not_explain(
    parallel_study: Study, parallel_results: Results
) -> None:
    before = [f"run_in_diary.{i}" for i in range(1, RUN_IN + 1)]
    after = [f"diary.{i}" for i in range(1, DAYS + 1)]
    x = parallel_study.scores("limen_stressors", "burden", before).ravel()
    y = parallel_study.scores("limen_daily", "distress", before).ravel()
    slope, intercept = np.polyfit(x, y, 1)
    scale = np.sqrt(np.sum((y - intercept - slope * x) ** 2) / (len(x) - 2))
    stress = parallel_study.scores("limen_stressors", "burden", after)
    distress = parallel_study.scores("limen_daily", "distress", after)
    own = (distress - intercept - slope * stress).mean(axis=1) / scale
    active = parallel_study.active
    estimate = first(parallel_results, "reactivity.reactivity")
    assert estimate.value == pytest.approx(own[active].mean() - own[~active].mean(), rel=1e-6)
    assert abs(estimate.value - REACTIVITY / scale) < 3 * estimate.standard_error


def test_dynamics_are_welch_tests_of_what_each_person_does(
    parallel_study: Study, parallel_results: Results
) -> None:
    y = parallel_study.scores("limen_daily", "distress", [f"diary.{i}" for i in range(1, DAYS + 1)])
    squares = np.array([np.mean([(b - a) ** 2 for a, b in pairwise(row)]) for row in y])
    active = parallel_study.active
    test = stats.ttest_ind(squares[active], squares[~active], equal_var=False)
    estimate = first(parallel_results, "dynamics.distress")
    assert estimate.value / estimate.standard_error == pytest.approx(test.statistic, rel=1e-6)
    assert estimate.p == pytest.approx(test.pvalue, rel=1e-6)


def test_reliable_change_counts_people(parallel_study: Study, parallel_results: Results) -> None:
    before, after = parallel_study.scores("wemwbs", "total", ["baseline", "visit.3"]).T
    both = np.isfinite(before) & np.isfinite(after)
    error = np.std(before[both], ddof=1) * np.sqrt(2 * (1 - 0.8))
    improved = (after - before)[both] / error > 1.96
    active = parallel_study.active[both]
    estimate = first(parallel_results, "changed.wellbeing_change")
    assert estimate.value == pytest.approx(improved[active].mean() - improved[~active].mean())


def test_imputation_at_random_is_near_the_complete_cases(
    parallel_study: Study, parallel_results: Results
) -> None:
    """Two of 40 left: analysis of covariance of the others differs little; placebo-like, less."""
    before, after = parallel_study.scores("wemwbs", "total", ("baseline", "visit.3")).T
    age = [float(row["age_years"]) for row in parallel_study.dataset.rows("participants")]
    x = np.column_stack([np.ones(40), parallel_study.active, before, age])
    seen = np.isfinite(after)
    complete = np.linalg.lstsq(x[seen], (after - before)[seen], rcond=None)[0][1]
    estimates = result(parallel_results, "imputed.wellbeing_change").estimates
    assert len(estimates) == 4
    random, jump = (
        next(e.value for e in estimates if word in e.label) for word in ("random", "jump")
    )
    assert abs(random - complete) < 0.2
    assert abs(jump) < abs(random)
    assert first(parallel_results, "tipping.wellbeing_change").value == pytest.approx(random)


def test_adverse_events_count_people(parallel_study: Study, parallel_results: Results) -> None:
    had = {row["participant"] for row in parallel_study.dataset.rows("adverse_events")}
    hit = np.array([person in had for person in parallel_study.dataset.participants])
    active = parallel_study.active
    found = result(parallel_results, "events")
    assert found.estimates[0].value == pytest.approx(hit[active].mean() - hit[~active].mean())
    events = table(found, "adverse_events")
    row = dict(zip([c.key for c in events.columns], events.rows[0], strict=True))
    exact = stats.binomtest(int(hit[~active].sum()), int((~active).sum())).proportion_ci()
    assert (row["lower"], row["upper"]) == pytest.approx((exact.low, exact.high))


def test_holm_over_the_family(parallel_results: Results) -> None:
    keys = ("change.wellbeing_change", "model.wellbeing", "model.stress", "reactivity.reactivity")
    p = np.array([first(parallel_results, key).p for key in keys])
    order = np.argsort(p)
    holm = np.empty(4)
    holm[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(4, 0, -1)), 1)
    family = table(result(parallel_results, "multiplicity.family"), "family")
    assert [row[2] for row in family.rows] == pytest.approx(holm.tolist())
    told = result(parallel_results, "multiplicity.family").methods
    assert "of 4 hypotheses were adjusted by Holm's step-down procedure" in told
    members = "Change of well-being; Well-being; Perceived stress; Stressor reactivity."
    assert told.endswith(f"at 0.05 or below: {members}")


def test_what_happened_before_dosing_shows_no_effect(parallel_results: Results) -> None:
    assert first(parallel_results, "pressure.systolic").p > 0.05
    assert result(parallel_results, "pressure.systolic").role == "negative_control"
    assert result(parallel_results, "felt.intensity").role == "positive_control"


def test_the_same_seed_gives_the_same_study(parallel_study: Study) -> None:
    from studies import parallel

    again = parallel()
    assert again.dataset.hash == parallel_study.dataset.hash
    assert again.allocations.hash == parallel_study.allocations.hash
    assert parallel(7).dataset.hash != parallel_study.dataset.hash
