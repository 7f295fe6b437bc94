"""Simulated datasets: checked, analysed, scored from their items, equal to the batch."""

from __future__ import annotations

import numpy as np
import pytest

from limen.analyse.plan import run
from limen.analyse.reading import Reader
from limen.dataset import read_allocations, read_dataset, write_allocations, write_dataset
from limen.dataset.check import check_dataset
from limen.dataset.derive import scores_of_responses
from limen.errors import LimenError
from limen.protocol import load_protocol, shipped
from limen.results import ResultStatus
from limen.simulate.dataset import dataset
from limen.simulate.draw import DONT_KNOW, draw
from limen.simulate.scenario import named_scenario
from limen.simulate.study import Study

DESIGNS = ["parallel", "crossover", "self_blinded", "n_of_1", "observational"]
BUSY = """\
effects_in: sd_better
every_outcome: {direct: {active: 0.3}, belief: 0.4}
positive_controls: {mean: 0, sd_within: 10, felt: {level: 20, slope: 20, unsteady: 0.5}}
noticing: {d_prime: {active: 0.8}}
belief: {criterion: 0.5, criterion_sd: 0.5, undecided: 0.1}
side_effects: [{term: headache, share: 0.1, added: {active: 0.1}}]
leaving: {at_random_per_week: 0.02, after_side_effect: 0.1}
rescue: {per_week: 0.03}
code_break: {after_side_effect: 0.05}
adherence: {missed_dose: 0.05, missed_entry: 0.1, filler_share: 0.2}
"""


@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_keeps_its_promises_and_is_analysed(protocol, scenario, design, tmp_path):
    made, sealed = dataset(protocol(design), scenario(BUSY), seed=1, replicate=300)
    assert made.simulated
    report = check_dataset(made, allocations=sealed, protocol=protocol(design))
    assert report.errors == ()
    stored = write_dataset(made, tmp_path / "study")
    write_allocations(sealed, tmp_path / "sealed")
    again = read_dataset(tmp_path / "study").unseal(read_allocations(tmp_path / "sealed"))
    assert stored.hash == made.hash == again.hash
    results = run(again).results
    wrong = {
        r.key: r.message
        for r in results
        if r.status not in (ResultStatus.DONE, ResultStatus.WARNED)
    }
    # a single arm has no events to compare; where nothing is dosed, there are none
    assert set(wrong) <= ({"events"} if design in ("n_of_1", "observational") else set()), wrong
    assert {"model.mood", "model.positive", "blinding"} <= {r.key for r in results}


@pytest.mark.parametrize("design", DESIGNS)
def test_a_dataset_holds_what_the_batch_holds(protocol, scenario, design):
    """Through tables and the reader, replicate 300 is element 44 of block 1."""
    study = Study(protocol(design), scenario(BUSY))
    made, sealed = dataset(study.protocol, study.scenario, seed=1, replicate=300)
    reader = Reader(made.unseal(sealed))
    batch = draw(study, seed=1, block=1, keep=range(40, 50))
    covariates = ("benefit", "age", "sex", "before")
    for outcome in ("mood", "change", "affect", "positive", "wellbeing", "intensity", "pulse"):
        layout = reader.layout(outcome, guess="guess", covariates=covariates)
        seen = batch.observed(outcome)[4]
        scores = batch.scores(outcome)[4]
        start = batch.baseline(outcome)
        if start is not None:
            scores, seen = scores - start[4][:, None], seen & np.isfinite(start[4])[:, None]
        assert np.array_equal(layout.observed[0], seen)
        close = 5e-4 if outcome == "pulse" else 1e-9  # measurements have three decimals
        assert layout.value[0][seen] == pytest.approx(scores[seen], abs=close)
        assert np.array_equal(layout.arm[0], batch.arm[4])
    layout = reader.layout("mood", guess="guess", covariates=covariates)
    if study.protocol.outcome("mood").exposure != "arm":
        given = layout.intervention[0]
        assert np.array_equal(given[given >= 0], batch.intervention("mood")[4][given >= 0])
        assert np.mean(given >= 0) > 0.8
    told = batch.guesses("guess")
    assert np.array_equal(layout.guess[0], told.answer[4])
    answered = told.answer[4] >= DONT_KNOW
    sure = layout.confidence[0][answered]
    assert sure == pytest.approx(told.confidence[4][answered], abs=0.005)
    for name in covariates:
        values = layout.covariates[name].values[0]
        expected = batch.covariate(name)[4]
        here = np.isfinite(values)
        assert values[here] == pytest.approx(expected[here])
        assert here.mean() > 0.7


def test_items_score_to_their_scores_exactly(protocol, scenario):
    made, _ = dataset(protocol(), scenario(BUSY), seed=2)
    written = {
        (r["participant"], r["occasion"], r["instrument"], r["subscale"]): r["score"]
        for r in made.rows("scores")
    }
    again = {
        (r["participant"], r["occasion"], r["instrument"], r["subscale"]): r["score"]
        for r in scores_of_responses(made)
    }
    assert len(again) > 1000
    assert {key: written[key] for key in again} == again
    without, _ = dataset(protocol(), scenario(BUSY), seed=2, items=False)
    assert without.count("responses") == 0
    assert list(without.rows("scores")) == list(made.rows("scores"))


def test_shipped_protocols_under_a_shipped_scenario():
    supposed = named_scenario("both").model_copy(update={"participants": 30})
    for name, path in shipped().items():
        made, sealed = dataset(load_protocol(path), supposed, seed=3)
        assert check_dataset(made, allocations=sealed).errors == (), name
        assert made.count("participants") == 30


def test_the_dataset_says_where_it_comes_from(protocol, scenario):
    supposed = scenario(BUSY)
    made, _ = dataset(protocol(), supposed, seed=4, replicate=7)
    assert supposed.hash[:12] in made.provenance.source
    assert "replicate 7, seed 4" in made.provenance.source
    assert made.seed == 4
    gone = [r for r in made.rows("participants") if r["status"] == "withdrawn"]
    stopped = {r["participant"] for r in made.rows("intercurrent_events")}
    assert gone
    assert {r["participant"] for r in gone} <= stopped
    cancelled = {r["participant"] for r in made.rows("occasions") if r["state"] == "cancelled"}
    assert cancelled == {r["participant"] for r in gone}


def test_a_replicate_before_the_first_is_refused(protocol, scenario):
    with pytest.raises(LimenError, match="numbered from 0"):
        dataset(protocol(), scenario(), seed=1, replicate=-1)
