"""Blocks and streams: a replicate is the same alone and among others; what might have been."""

from __future__ import annotations

import numpy as np
import pytest

from limen.errors import LimenError
from limen.simulate.draw import BLOCK, draw
from limen.simulate.scenario import named_scenario
from limen.simulate.study import Study

BUSY = """\
effects_in: sd_better
every_outcome: {direct: {active: 0.3}, belief: 0.4, mood: 0.3, autocorrelation: 0.4, direct_sd: 0.1}
noticing: {d_prime: {active: 0.8}, tolerance_per_dose: 0.05}
belief: {criterion: 0.5, criterion_sd: 0.5, memory: 0.6, benefit: 0.7, undecided: 0.1}
side_effects: [{term: headache, share: 0.05, added: {active: 0.1}}]
leaving: {at_random_per_week: 0.03, after_side_effect: 0.1, lack_of_benefit_per_week: 0.03}
adherence: {missed_dose: 0.05, missed_entry: 0.1, filler_share: 0.2}
mood: {autocorrelation: 0.3}
"""
DESIGNS = ["parallel", "crossover", "self_blinded", "n_of_1", "observational"]


def arrays(drawn):
    """Everything that a rehearsal reads, by name."""
    yield "arm", drawn.arm
    yield "submitted", drawn.submitted
    for one in drawn.study.series:
        yield one.name, drawn.series(one.name)
    for guess in drawn.study.guesses:
        yield guess.id, drawn.guesses(guess.id).answer
    for covariate in ("benefit", "age", "sex", "before"):
        yield covariate, drawn.covariate(covariate)


@pytest.mark.parametrize("design", DESIGNS)
def test_a_replicate_alone_is_the_one_of_the_batch(study, design):
    made = study(BUSY, design=design, people=20)
    batch = dict(arrays(draw(made, seed=1, block=3)))
    for replicate in (0, 117, BLOCK - 1):
        alone = draw(made, seed=1, block=3, keep=[replicate])
        for name, array in arrays(alone):
            assert np.array_equal(array[0], batch[name][replicate], equal_nan=True), name


def test_blocks_and_seeds_differ_and_repeat(study):
    made = study(BUSY, people=20)
    first = draw(made, seed=1, keep=range(4)).scores("mood")
    assert np.array_equal(first, draw(made, seed=1, keep=range(4)).scores("mood"))
    for other in (draw(made, seed=1, block=1, keep=range(4)), draw(made, seed=2, keep=range(4))):
        assert not np.any(first == other.scores("mood"))


def test_replicates_are_independent(study):
    """Correlations over people between neighbouring replicates have mean 0 and SD 1/√(N − 1)."""
    drawn = draw(study("", people=200), seed=3)
    scores = drawn.scores("mood")[:, :, 0]
    z = (scores - scores.mean(1, keepdims=True)) / scores.std(1, keepdims=True)
    between = (z[:-1] * z[1:]).mean(1)
    assert abs(between.mean()) < 4 / np.sqrt(200 * 255)
    assert between.std() == pytest.approx(1 / np.sqrt(199), rel=0.2)


def test_another_purpose_leaves_all_others_as_they_were(study):
    """Common random numbers: an effect shifts scores and nothing else."""
    plain, moved = (
        draw(study(f"every_outcome: {{direct: {{active: {size}}}}}"), seed=4, keep=range(4))
        for size in (0, 2)
    )
    shift = moved.scores("mood") - plain.scores("mood")
    assert shift == pytest.approx(2.0 * np.broadcast_to((plain.arm == 1)[..., None], shift.shape))
    assert np.array_equal(plain.guesses("guess").answer, moved.guesses("guess").answer)


@pytest.mark.parametrize("design", ["parallel", "self_blinded", "observational"])
def test_potential_outcomes_are_consistent(study, design):
    """Had people the arm that they have, everything is as it is."""
    made = study(BUSY, design=design, people=40)
    real = draw(made, seed=5, keep=range(8))
    for code, arm in enumerate(made.arms):
        might = draw(made, seed=5, keep=range(8), arm=arm)
        who = real.arm == code
        assert np.all(might.arm == code)
        for outcome in ("mood", "positive", "intensity"):
            assert np.array_equal(real.scores(outcome)[who], might.scores(outcome)[who])
        if design != "self_blinded":
            assert np.array_equal(real.submitted[who], might.submitted[who])


def test_an_intervention_in_all_periods(study):
    """In a parallel study the same as the arm; in others everybody, whatever their sequence."""
    made = study(BUSY, people=20)
    by_arm = draw(made, seed=5, keep=[0], arm="MD")
    by_name = draw(made, seed=5, keep=[0], given="low")
    assert np.array_equal(by_arm.scores("mood"), by_name.scores("mood"))
    text = "outcomes: [{id: mood, direct: {active: 2}}]\nadherence: {filler_share: 0.3}"
    for design in ("crossover", "self_blinded", "n_of_1"):
        mixed = study(text, design=design, people=20)
        high, low = (
            draw(mixed, seed=5, keep=[0], given=name).latent("mood") for name in ("low", "placebo")
        )
        assert high - low == pytest.approx(2.0)


def test_belief_held_fixed_leaves_the_direct_effect(study):
    made = study(
        "outcomes: [{id: mood, direct: {active: 2}, belief: 5, sd_between: 1, sd_within: 1}]\n"
        "noticing: {d_prime: {active: 2}}"
    )
    scores = {
        (arm, belief): draw(made, seed=6, keep=range(4), arm=arm, belief=belief).latent("mood")
        for arm in made.arms
        for belief in (0.0, 1.0, None)
    }
    for belief in (0.0, 1.0):
        assert scores["MD", belief] - scores["PL", belief] == pytest.approx(2.0)
    assert scores["PL", 1.0] - scores["PL", 0.0] == pytest.approx(5.0)
    total = (scores["MD", None] - scores["PL", None]).mean()
    assert total > 4  # direct, and belief of most


def test_sequences_are_drawn_within_cycles(study):
    drawn = draw(study("", design="n_of_1"), seed=7, keep=range(16))
    given = drawn.people.given
    assert np.all(given[:, :, :2].sum(-1) == 1)
    assert np.all(given[:, :, 2:].sum(-1) == 1)
    assert abs(given[:, :, 0].mean() - 0.5) < 0.07
    half = draw(study("", design="self_blinded"), seed=7, keep=range(16))
    hh = half.people.given[half.arm == half.study.arms.index("HH")]
    assert np.all(hh.sum(-1) == 2)
    assert len(np.unique(hh, axis=0)) == 6


def test_allocation_is_the_protocols(study):
    drawn = draw(study("", people=40), seed=8, keep=range(32))
    for level in (0, 1):
        members = drawn.people.strata[:, 0] == level
        difference = np.abs((2 * drawn.arm[:, members] - 1).sum(1))
        assert difference.max() <= 2  # blocks of 2 and 4 within each sex


def test_numbers_of_replicates_are_checked(study):
    for wrong in ([], [-1], [BLOCK]):
        with pytest.raises(LimenError, match="0 to 255"):
            draw(study(), seed=1, keep=wrong)
    with pytest.raises(LimenError, match="no arm 'XX'"):
        draw(study(), seed=1, arm="XX")


def test_shipped_scenarios_fit_any_protocol(protocol):
    for name in ("null", "both", "efficacy_expectancy_feedback"):
        drawn = draw(Study(protocol("crossover"), named_scenario(name)), seed=9, keep=[0])
        assert np.all(np.isfinite(drawn.scores("mood")))
