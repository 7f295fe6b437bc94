"""The protocols that come with Limen say what the studies did."""

from __future__ import annotations

import csv

import pytest

from limen.protocol import Unknown, known, load_protocol, shipped
from limen.protocol.document.measurement import Weekly
from limen.protocol.wording import estimand_paragraph

NAMES = sorted(shipped())


@pytest.mark.parametrize("name", NAMES)
def test_each_loads_under_its_own_name(name):
    protocol = load_protocol(shipped()[name])
    assert protocol.id == name
    assert protocol.sources
    assert protocol.status == (
        "planned" if name in ("demonstration", "resilience", "six_weeks") else "historical"
    )


@pytest.mark.parametrize("name", NAMES)
def test_texts_hold_no_control_characters(name):
    protocol = load_protocol(shipped()[name])
    for text in (protocol.summary, protocol.title):
        assert isinstance(text, str)
        assert text.isprintable()


@pytest.fixture(scope="module")
def study():
    return load_protocol(shipped()["self_blinding"])


def test_self_blinding_has_three_arms_of_four_weeks(study):
    assert [arm.id for arm in study.arms] == ["PL", "HH", "MD"]
    assert {len(arm.periods) for arm in study.arms} == {4}
    half = study.arm("HH")
    assert sorted(half.periods) == ["microdose", "microdose", "placebo", "placebo"]
    assert half.order == "drawn"
    assert (study.periods.days, study.phase("treatment").days) == (7, 28)
    assert study.allocation.kind == "self_drawn"


def test_self_blinding_says_what_is_not_known(study):
    assert isinstance(study.regimen, Unknown)
    assert isinstance(study.registration, Unknown)
    assert not known(study.substances[0].largest_dose) or study.substances[0].largest_dose is None


def test_self_blinding_was_answered_on_thursdays(study):
    schedule = study.occasion("acute").schedule
    assert isinstance(schedule, Weekly)
    assert schedule.weekday == "thursday"


def test_self_blinding_covariates_are_those_of_the_published_models(study):
    plan = {item.id: item for item in study.analysis.analyses}

    def of(analysis: str, outcome: str) -> set[str]:
        item = plan[analysis]
        return set(item.covariates_by_outcome.get(outcome, item.covariates))

    usual = {"expectation", "psychiatric_past"}
    for name in ("panas", "mood", "creativity", "focus", "temper"):
        assert of("acute", name) == usual
    assert of("acute", "energy") == usual | {"sex"}
    assert of("acute_controls", "intensity") == {"expectation"}
    assert of("acute_controls", "positive") == of("acute_controls", "negative") == usual
    assert of("acute_controls", "cps") == {"age", "sex"}
    assert of("acute_controls", "odd_one_out") == {"age"}
    assert of("post_acute", "wemwbs") == usual
    assert of("post_acute", "qids") == of("post_acute", "stai_t") == {"psychiatric_past", "sss"}
    assert of("post_acute", "scs") == {"psychiatric_past"}
    for id in ("acute_with_guess", "acute_by_guess"):
        assert all(of(id, name) == of("acute", name) for name in ("panas", "energy"))
        assert of(id, "rotations") == {"age"}


def test_self_blinding_analyses_every_outcome(study):
    planned = {o for a in study.analysis.analyses for o in getattr(a, "outcomes", ())}
    assert planned == {outcome.id for outcome in study.outcomes}
    curves = [a for a in study.analysis.analyses if a.estimator == "guess_rate_curve"]
    acute = {o.id for o in study.outcomes if o.exposure == "administration"}
    assert all(set(curve.outcomes) == acute for curve in curves)
    assert [curve.occasions for curve in curves] == [("acute.1",), ()]
    assert [curve.published for curve in curves] == [True, False]


def test_self_blinding_has_its_controls(study):
    controls = {o.id: o.control for o in study.outcomes if o.control != "none"}
    assert controls.pop("intensity") == "positive"
    assert set(controls.values()) == {"negative"}
    assert "cps" in controls


def test_self_blinding_guesses_come_after_the_outcomes_and_force_a_choice(study):
    for guess, exposure in (("acute_guess", "administration"), ("weekly_guess", "period")):
        asked = study.guess(guess)
        assert asked.about == exposure
        assert not asked.dont_know
        assert set(asked.after) == {o.id for o in study.outcomes if o.exposure == exposure}


def test_self_blinding_covers_every_score_in_the_public_files(study, self_blinding_folder):
    """As many outcomes as the files have names of tests, 20 and 23."""
    with (self_blinding_folder / "pacutes.csv").open(encoding="utf-8") as lines:
        weekly = {row["test_name"] for row in csv.DictReader(lines)}
    with (self_blinding_folder / "accumulatives.csv").open(encoding="utf-8") as lines:
        whole = {row["test"] for row in csv.DictReader(lines)}
    by_exposure = [o.exposure for o in study.outcomes]
    assert len(weekly) == by_exposure.count("administration") + by_exposure.count("period") == 20
    assert len(whole) == by_exposure.count("arm") == 23


def test_resilience_has_a_run_in_of_fourteen_evenings():
    study = load_protocol(shipped()["resilience"])
    assert len(study.occasion_ids("run_in_diary")) == 14
    primary = [estimand for estimand in study.estimands if estimand.role == "primary"]
    assert [estimand.outcome for estimand in primary] == ["stressor_reactivity"]
    first = study.analysis.analyses[0]
    assert first.estimand == "exposure_to_stressors"  # reported before the reactivity


def test_an_estimand_reads_as_a_paragraph(study):
    text = estimand_paragraph(study, study.estimand("acute_effect"))
    assert "Microdose against Placebo, by what was taken that day" in text
    assert "treatment policy for guessing the arm, stopping dosing, a change of dose" in text
    assert "difference of means" in text


def test_what_a_secondary_estimand_leaves_out_is_treatment_policy(study):
    assert set(study.estimand("weekly_effect").strategies.values()) == {"treatment_policy"}
