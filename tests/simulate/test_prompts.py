"""What the study says to people: an instruction moves belief in both arms, and so does asking."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr

from limen.errors import DocumentError
from limen.simulate.draw import NOT_ASKED, draw
from limen.simulate.scenario import parse_scenario

HEAD = "limen: 1\nid: what_if\ntitle: A test\n"


def near(values: np.ndarray, expected: float) -> bool:
    """Whether a mean over replicates (R,) lies within four Monte Carlo errors of a number."""
    error = values.std(ddof=1) / np.sqrt(len(values))
    return bool(abs(values.mean() - expected) < 4 * error + 1e-12)


def says_active(drawn, arm, column=0):
    """The share of an arm that believes in the active, per replicate (R,), asked or not."""
    days = drawn.study.timeline
    day = days.occasion_day[days.occasion_index[drawn.guesses("guess").occasions[column]]]
    leans = drawn.course.leaning[str(drawn.study.guesses[0].about)][:, :, day] > 0
    who = drawn.arm == arm
    return np.where(who, leans, 0).sum(1) / who.sum(1)


@pytest.mark.parametrize(("share", "weight"), [(0.5, 2.0), (0.3, 0.8)])
def test_an_instruction_moves_belief_in_both_arms_alike(study, share, weight):
    made = study(
        "noticing: {d_prime: {active: 0.9}}\n"
        f"belief: {{criterion: 0.6, told: {{share: {share}, weight: {weight}}}}}",
        people=60,
    )
    drawn = draw(made, seed=31)
    for arm, d_prime in ((0, 0.0), (1, 0.9)):
        up, down = ndtr(d_prime - 0.6 + weight), ndtr(d_prime - 0.6 - weight)
        assert near(says_active(drawn, arm), float(share * up + (1 - share) * down))


def test_an_instruction_bends_what_the_blind_lets_through(study):
    """Belief × (p_A + p_P − 1) is what arms differ by; a strong instruction leaves little of it."""
    found = {}
    for weight in (0.0, 2.0):
        made = study(
            "outcomes: [{id: mood, belief: 5, sd_between: 0, sd_within: 0, mean: 0}]\n"
            "noticing: {d_prime: {active: 1}}\n"
            f"belief: {{criterion: 0.5, told: {{weight: {weight}}}}}",
            people=200,
        )
        drawn = draw(made, seed=32, keep=range(64))
        active = drawn.arm == 1
        scores = drawn.scores("mood")[:, :, 0]
        means = [np.where(m, scores, 0).sum(1) / m.sum(1) for m in (active, ~active)]
        found[weight] = means[0] - means[1]
    for weight, contrast in found.items():
        p = [np.mean(ndtr(shift - 0.5 + weight * np.array([1, -1]))) for shift in (0, 1)]
        assert near(contrast, 5 * float(p[1] - p[0]))
    assert found[2.0].mean() < 0.5 * found[0.0].mean()


def test_who_was_asked_has_more_evidence_at_later_doses(study):
    """Asked on days 1, 8, 15, 22: nothing is added to the first dose, `asking` to all others."""
    made = study("belief: {criterion: 0.6, asking: 0.5}", people=60)
    drawn = draw(made, seed=33)
    for column, added in ((0, 0.0), (1, 0.5), (3, 0.5)):
        assert near(says_active(drawn, 0, column), float(ndtr(added - 0.6)))


def test_only_the_part_that_is_asked_looks_inward(study):
    plain = study("belief: {criterion: 0.6, asking: 0.5}", people=60)
    guess = plain.protocol.guesses[0].model_copy(update={"share_asked": 0.4})
    part = plain.protocol.model_copy(update={"guesses": (guess,)})
    drawn = draw(type(plain)(part, plain.scenario), seed=34)
    asked = drawn.guesses("guess").answer[:, :, 1] != NOT_ASKED
    shares = says_active(drawn, 0, 1)
    assert near(asked.mean(axis=1), 0.4)
    assert near(shares, float(0.4 * ndtr(-0.1) + 0.6 * ndtr(-0.6)))


def test_without_instruction_and_asking_nothing_is_drawn_anew(study):
    plain = draw(study("belief: {criterion: 0.6}"), seed=35, keep=[3])
    none = draw(study("belief: {criterion: 0.6, told: {share: 0.2}}"), seed=35, keep=[3])
    assert np.array_equal(plain.scores("mood"), none.scores("mood"))


def test_an_instruction_cannot_pull_the_other_way():
    with pytest.raises(DocumentError, match="at least 0"):
        parse_scenario(HEAD + "belief: {told: {weight: -1}}")
