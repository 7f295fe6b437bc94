"""The exact route: as raw draws in distribution, as the closed form in power."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from tests.studies.small import small_text

from limen.analyse.batch import batches
from limen.analyse.plan.question import Setting
from limen.errors import AnalysisError
from limen.protocol import parse_protocol
from limen.rehearse.cell import Cell
from limen.rehearse.exact import exact_model, rehearse_exactly, why_not_exact
from limen.rehearse.reading import DrawReader
from limen.simulate.draw import draw
from limen.simulate.scenario import parse_scenario

OUTCOME = "outcomes: [{id: mood, mean: 50, sd_between: 3, sd_within: 4, %s}]"
PLAIN = "estimator: mixed_model, outcomes: [mood]"


def cell(analysis=PLAIN, supposed="direct: {active: 1.5}", design="parallel", people=40, more=""):
    text = small_text(design, people)
    start = text.index("analysis:\n")
    role = "sensitivity" if "guess_from" in analysis else "secondary"
    text = text[:start] + (
        f"analysis:\n  analyses:\n    - {{id: model, title: Model, role: {role}, {analysis}}}\n"
    )
    scenario = f"limen: 1\nid: made\ntitle: Made\n{OUTCOME % supposed}\n{more}\n"
    return Cell(protocol=parse_protocol(text), scenario=parse_scenario(scenario))


def item(made):
    return made.protocol.analysis.analyses[0]


def raw(made, seed, blocks):
    """Value and p of the answering contrast by raw draws, each (R,)."""
    values, errors = [], []
    for block in range(blocks):
        reader = DrawReader(draw(made.study, seed=seed, block=block))
        (batch,) = batches(Setting(reader=reader, seed=seed, level=0.95))
        found = batch.ask().estimates
        values.append(found.value[:, 0])
        errors.append(found.standard_error[:, 0])
    return np.concatenate(values), np.concatenate(errors)


@pytest.mark.parametrize("design", ["parallel", "crossover", "n_of_1"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_estimates_and_errors_are_distributed_as_those_of_raw_draws(design, seed):
    made = cell(design=design)
    values, errors = raw(made, seed, blocks=4)
    exact = exact_model(made, item(made), "mood", seed=seed).estimates(seed=seed, replicates=4096)
    for ours, theirs in ((values, exact.value[:, 0]), (errors, exact.standard_error[:, 0])):
        assert stats.ks_2samp(ours, theirs).pvalue > 0.001


def test_power_of_the_balanced_design_is_that_of_the_noncentral_t():
    """20 and 20 people, four visits: means of people are compared, with 38 degrees of freedom.

    At an intraclass correlation this high the between-people variance is hardly ever zero, so the
    mixed model is the t test of people's means.
    """
    made = cell("estimator: mixed_model, outcomes: [mood], by_occasion: false", more="")
    made = Cell(
        protocol=made.protocol,
        scenario=parse_scenario(
            "limen: 1\nid: made\ntitle: Made\noutcomes: [{id: mood, mean: 50, sd_between: 4, "
            "sd_within: 2, direct: {active: 3}}]\n"
        ),
    )
    variance = 4**2 + 2**2 / 4
    shift = 3 / np.sqrt(variance * 4 / 40)
    bound = stats.t.ppf(0.975, 38)
    power = stats.nct.sf(bound, 38, shift) + stats.nct.cdf(-bound, 38, shift)
    row = next(p for p in rehearse_exactly(made, trials=51_200, seed=1).performance if p.own)
    assert row.replicates == 51_200
    assert abs(row.rejection.value - power) < 4 * row.rejection.error
    assert abs(row.coverage.value - 0.95) < 4 * row.coverage.error
    assert abs(row.empirical_se.value - np.sqrt(variance * 4 / 40)) < 4 * row.empirical_se.error
    assert row.truth == pytest.approx(3)


def test_contrasts_of_every_occasion_have_their_own_truth():
    made = cell(supposed="direct: {active: 2}, trend_per_week: 1", more="")
    planned = item(made).model_copy(update={"treatment": "arm"})
    made = Cell(
        protocol=made.protocol.model_copy(
            update={"analysis": made.protocol.analysis.model_copy(update={"analyses": (planned,)})}
        ),
        scenario=made.scenario,
    )
    found = rehearse_exactly(made, trials=2560, seed=1)
    own = [one for one in found.performance if one.own]
    assert len(own) == 4
    for one in own:
        assert abs(one.bias.value) < 4 * one.bias.error


REFUSED = {
    "it has covariates": (f"{PLAIN}, covariates: [age]", "direct: {active: 1}", ""),
    "guesses are in the model": (
        f"{PLAIN}, guess: adjusted, guess_from: guess",
        "direct: {active: 1}",
        "",
    ),
    "belief moves it": (PLAIN, "belief: 1", ""),
    "entries are missed": (PLAIN, "direct: {active: 1}", "adherence: {missed_entry: 0.1}"),
    "it is a change, whose baseline varies": (
        "estimator: mixed_model, outcomes: [change]",
        "direct: {active: 1}",
        "",
    ),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_the_route_cannot_draw_is_refused_with_its_reason(reason):
    analysis, supposed, more = REFUSED[reason]
    made = cell(analysis, supposed, more=more)
    outcome = item(made).outcomes[0]
    assert reason in list(why_not_exact(made, item(made), outcome))
    with pytest.raises(AnalysisError, match="cannot be drawn as sufficient statistics"):
        exact_model(made, item(made), outcome, seed=1)
    found = rehearse_exactly(made, trials=256, seed=1)
    assert found.performance == ()
    assert reason in found.refused[0][1]


def test_a_model_that_cannot_hold_the_means_is_refused():
    made = cell(
        "estimator: mixed_model, outcomes: [mood], by_occasion: false",
        "direct: {active: 1}, trend_per_week: 2",
        design="self_blinded",
    )
    with pytest.raises(AnalysisError, match="cannot hold what the scenario supposes"):
        exact_model(made, item(made), "mood", seed=1)


def test_a_grid_and_a_ceiling_are_passed_over():
    """Positive affect has a grid, a floor and a ceiling; far from its limits the power is alike."""
    supposed = (
        "outcomes: [{id: positive, mean: 30, sd_between: 3, sd_within: 3, direct: {active: 2}}]"
    )
    made = cell("estimator: mixed_model, outcomes: [positive], by_occasion: false", people=80)
    scenario = parse_scenario(f"limen: 1\nid: made\ntitle: Made\n{supposed}\n")
    made = Cell(protocol=made.protocol, scenario=scenario)
    exact = next(p for p in rehearse_exactly(made, trials=25_600, seed=1).performance if p.own)
    values, errors = raw(made, 1, blocks=8)
    assert exact.truth == pytest.approx(2)
    rejected = np.abs(values / errors) > stats.t.ppf(0.975, 78)
    error = np.sqrt(rejected.mean() * (1 - rejected.mean()) / len(rejected))
    assert abs(rejected.mean() - exact.rejection.value) < 4 * np.hypot(error, exact.rejection.error)


def test_blocks_are_their_own_streams():
    made = cell()
    model = exact_model(made, item(made), "mood", seed=1)
    first, again, other = (model.estimates(seed=1, block=b).value for b in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_sd_of_a_truth_is_that_of_people_and_occasions_together():
    made = cell()  # 3 between, 4 within
    model = exact_model(made, item(made), "mood", seed=1)
    assert [one.sd for one in model.truths.values()] == pytest.approx([5.0] * len(model.truths))
