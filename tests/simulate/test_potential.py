"""What potential outcomes need of a draw: scores at any occasion, beliefs, fillers or none."""

from __future__ import annotations

import numpy as np
import pytest

from limen.errors import LimenError
from limen.simulate.draw import draw
from limen.simulate.draw.course import believed
from limen.simulate.draw.noise import Noise, Remembered


def test_scores_at_occasions_are_those_of_the_series(study):
    drawn = draw(study(""), seed=1, keep=range(3))
    days = tuple(f"day.{k}" for k in range(1, 5))
    assert np.array_equal(drawn.scores_at("mood", *days), drawn.scores("mood"))
    start = drawn.baseline("change")
    seen = np.isfinite(start)
    assert np.array_equal(drawn.scores_at("change", "baseline")[seen, 0], start[seen])
    backwards = drawn.scores_at("mood", *reversed(days))
    assert np.array_equal(backwards, drawn.scores("mood")[:, :, ::-1])


def test_scores_at_an_occasion_where_nobody_reads_them_are_refused(study):
    drawn = draw(study(""), seed=1, keep=[0])
    with pytest.raises(LimenError, match=r"'mood' is not read at 'baseline'.*day\.1, day\.2"):
        drawn.scores_at("mood", "baseline")


@pytest.mark.parametrize("basis", ["administration", "period", "arm"])
def test_belief_is_what_moves_the_outcome(study, basis):
    """0 before the first dose; then 1, 0 or one half, by how far people lean; or as it is held."""
    made = study("noticing: {d_prime: {active: 1}}\nbelief: {criterion: 0.5, undecided: 0.2}")
    line = made.timeline
    days = line.occasion_day[[line.occasion_index[name] for name in ("baseline", "day.1", "day.3")]]
    drawn = draw(made, seed=1, keep=range(3))
    found = drawn.belief(basis, days)
    assert not found[:, :, 0].any()
    leaning = drawn.course.leaning[basis][:, :, days[1:]]
    assert np.array_equal(found[:, :, 1:], believed(leaning, 0.2))
    assert set(np.unique(found)) == {0.0, 0.5, 1.0}
    held = draw(made, seed=1, keep=range(3), belief=0.7).belief(basis, days)
    assert np.array_equal(np.unique(held), [0.0, 0.7])


def test_belief_moves_scores_by_its_own_amount(study):
    flat = "sd_between: 0, sd_within: 0, mean: 0"
    drawn = draw(study(f"outcomes: [{{id: mood, belief: 3, {flat}}}]"), seed=2, keep=range(3))
    days = drawn.study.series_with("mood").day
    assert np.array_equal(drawn.scores("mood"), 3 * drawn.belief("arm", days))


def test_fillers_are_as_asked_for(study):
    """Left out: in the study, and not where everybody is given the same."""
    made = study("adherence: {filler_share: 0.4}", design="self_blinded")
    filler = made.interventions.index("placebo")

    def filled(**rest) -> bool:
        drawn = draw(made, seed=3, keep=range(3), **rest)
        given = drawn.course.doses.given
        return bool(np.any((drawn.course.doses.content == filler) & (given != filler)))

    assert filled()
    assert filled(arm="MD")
    assert not filled(given="low")
    assert filled(given="low", fillers=True)
    assert not filled(fillers=False)


FEEDBACK = "noticing: {d_prime: {active: 1}}\nevery_outcome: {direct: {active: 1}, belief: 2}\n"


@pytest.mark.parametrize("feedback", ["belief: {memory: 0.5}", "belief: {memory: 0.5, benefit: 1}"])
def test_who_believes_otherwise_is_as_drawn_anew(study, feedback):
    """What belief does not reach is shared; where benefits are felt, that is less."""
    made = study(FEEDBACK + feedback)
    free = draw(made, seed=4, keep=range(3), arm="MD")
    for belief in (None, 0.0, 1.0):
        other = free.believing(belief)
        anew = draw(made, seed=4, keep=range(3), arm="MD", belief=belief)
        assert np.array_equal(other.scores("mood"), anew.scores("mood"))
        assert np.array_equal(other.course.leaning["arm"], anew.course.leaning["arm"])
        assert (other.course is free.course) is (not made.benefit_counts)
    assert not np.array_equal(free.believing(1.0).scores("mood"), free.scores("mood"))


def test_noise_that_is_remembered_is_the_same_and_drawn_once():
    plain, held = Noise(3, 1, (0, 2)), Remembered(3, 1, (0, 2))
    for _ in range(2):
        assert np.array_equal(held.normal("mood", 5, 2), plain.normal("mood", 5, 2))
        assert np.array_equal(held.uniform("mood", 5, 2), plain.uniform("mood", 5, 2))
    assert held.normal("mood", 5, 2) is held.normal("mood", 5, 2)
    with pytest.raises(ValueError, match="read-only"):
        held.normal("mood", 5, 2)[0] = 0
