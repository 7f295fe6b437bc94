"""Scores on the instruments' grids, and items that give them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limen.instruments import catalogue
from limen.protocol import load_protocol, shipped
from limen.simulate.draw import draw
from limen.simulate.draw.stressors import poisson
from limen.simulate.forms import forms, nested
from limen.simulate.items import answers
from limen.simulate.scenario import parse_scenario
from limen.simulate.study import Study

SUMS = [
    (instrument.id, subscale)
    for instrument in catalogue().values()
    for subscale in forms(instrument.id)
]


def test_verified_instruments_are_sums_but_for_these():
    """The nine domains of QIDS, and counts and the worst of stressors, are not sums of items."""
    verified = {i.id for i in catalogue().values() if i.scoring_status == "verified"}
    tables = {"qids_sr16", "swemwbs", "promis_depression_4a", "promis_anxiety_4a"}
    skips = {"audit", "audit_c", "dudit", "pq16", "deq5"}  # or items that depend on other things
    moments_and_texts = {"psqi", "csd", "limen_sleep", "limen_dose", "limen_guess", "limen_ae"}
    moments_and_texts |= {"limen_ae_report"}
    worst_of_all = {"limen_safety"}
    assert (
        verified - {name for name, _ in SUMS} == tables | skips | moments_and_texts | worst_of_all
    )
    assert set(forms("limen_stressors")) == {"burden", "recovery"}


@pytest.mark.parametrize(("instrument", "subscale"), SUMS)
def test_items_give_any_score_of_the_grid(instrument, subscale):
    part = catalogue()[instrument].subscale(subscale)
    form = forms(instrument)[subscale]
    wanted = np.linspace(part.low, part.high, 23)
    scores = form.score_of(form.steps_of(wanted))
    assert np.abs(scores - wanted).max() <= (part.step or 0) / 2 + 1e-9
    sheets = answers(instrument, {subscale: scores}, np.random.default_rng(1))
    for sheet, score in zip(sheets, scores, strict=True):
        given = {i.id: float(x) for i, x in zip(catalogue()[instrument].items, sheet, strict=True)}
        assert catalogue()[instrument].score(given)[subscale] == score


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(10, 50), st.integers(10, 50)), min_size=1, max_size=5))
def test_several_scores_of_one_sheet(pairs):
    positive, negative = (np.array(x, dtype=float) for x in zip(*pairs, strict=True))
    targets = {"balance": positive - negative, "positive": positive, "negative": negative}
    assert nested("panas", tuple(targets)) == ("positive", "negative", "balance")
    panas = catalogue()["panas"]
    for row, sheet in enumerate(answers("panas", targets, np.random.default_rng(2))):
        found = panas.score({i.id: float(x) for i, x in zip(panas.items, sheet, strict=True)})
        assert {name: float(found[name]) for name in targets} == {
            name: values[row] for name, values in targets.items()
        }


def test_scores_lie_on_the_grid_between_floor_and_ceiling(study):
    drawn = draw(study("effects_in: sd_better\nevery_outcome: {direct: {active: 3}}"), seed=1)
    scores = drawn.scores("wellbeing")
    assert scores.min() >= 14
    assert scores.max() == 70  # three SDs above the middle: many reach the ceiling
    assert np.array_equal(scores, np.rint(scores))
    severity = drawn.scores("severity")
    assert set(np.unique(severity)) <= set(range(1, 8))
    assert np.array_equal(
        drawn.scores("affect"), drawn.scores("positive") - drawn.scores("negative")
    )


def test_distress_stays_within_what_mood_leaves_possible():
    protocol = load_protocol(shipped()["resilience"])
    scenario = parse_scenario("""\
limen: 1
id: made
title: Distress far from what mood allows
participants: 20
outcomes:
  - {id: distress, mean: 95, sd_between: 0, sd_within: 1}
  - {id: mood, mean: 95, sd_between: 0, sd_within: 1}
""")
    drawn = draw(Study(protocol, scenario), seed=2, keep=range(3))
    mood, distress = drawn.series("limen_daily.mood"), drawn.scores("distress")
    held = next(s for s in drawn.study.series if s.name == "limen_daily.mood").outcomes["mood"]
    most = ((100 - mood[:, :, held]) + 100 + 100) / 3
    assert distress == pytest.approx(most)


def test_stressors_weigh_and_pass():
    """Distress follows burden, and what is left of a day's burden halves with each half-life."""
    protocol = load_protocol(shipped()["resilience"])
    scenario = parse_scenario("""\
limen: 1
id: made
title: Stressors
participants: 60
stressors: {per_day: 2, half_life_days: 1, exposure_change: {active: 0.4}}
outcomes:
  - {id: distress, mean: 20, sd_between: 0, sd_within: 0, stress: 2, stress_change: {active: -0.5}}
""")
    drawn = draw(Study(protocol, scenario), seed=3, keep=range(40))
    burden = drawn.scores("stressors")
    run_in = burden[:, :, :14].mean(axis=(1, 2))
    error = run_in.std(ddof=1) / np.sqrt(40)
    assert abs(run_in.mean() - 2 * 2.5) < 4 * error
    active = drawn.arm == 1
    during = burden[:, :, 14:].mean(2)
    ratio = during[active].mean() / during[~active].mean()
    assert ratio == pytest.approx(np.exp(0.4), rel=0.02)
    left = 0.5 ** np.arange(56)[::-1]
    felt = (burden[:, :, :56] * left).sum(2)  # on the last day
    slope = np.where(active, 1.5, 2.0)
    assert drawn.latent("distress")[:, :, 55] == pytest.approx(20 + slope * felt)


def test_counts_are_poisson_and_common():
    uniform = np.random.default_rng(4).random((400, 200))
    counts = [poisson(np.full(uniform.shape, rate), uniform) for rate in (1.3, 2.6)]
    assert counts[0].mean() == pytest.approx(1.3, abs=0.02)
    assert counts[0].var() == pytest.approx(1.3, abs=0.04)
    assert np.all(counts[1] >= counts[0])
