"""Exposure: people differ as the substance's kinetics do, and notice and benefit by it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr

from limen.errors import DocumentError
from limen.pharmacology import draw_people, peak_concentration, relative_peak, substance
from limen.protocol import load_protocol, shipped
from limen.simulate.draw import draw
from limen.simulate.scenario import named_scenario, parse_scenario
from limen.simulate.study import Study

FLAT = "sd_between: 0, sd_within: 0, mean: 0"
HEAD = "limen: 1\nid: made\ntitle: Made for a test\n"


def near(values, expected):
    """Whether a mean over replicates (R,) lies within four Monte Carlo errors of a number."""
    error = values.std(ddof=1) / np.sqrt(len(values))
    return abs(values.mean() - expected) < 4 * error


def test_exposure_varies_as_the_peaks_of_virtual_people(study):
    made = study("exposure: {substance: lsd, scales: [direct]}", people=200)
    found = np.log(draw(made, seed=1).people.exposure)
    lsd = substance("lsd")
    virtual = np.log(relative_peak(draw_people(lsd, people=200_000, seed=2), lsd.kinetics_of()))
    assert near(found.mean(1), virtual.mean())
    assert near(found.std(1, ddof=1), virtual.std())


def test_relative_exposure_does_not_depend_on_the_dose():
    lsd = substance("lsd")
    people = draw_people(lsd, people=50, seed=2)
    at_20 = peak_concentration(dose_micrograms=20.0, kinetics=people)
    typical = peak_concentration(dose_micrograms=20.0, kinetics=lsd.kinetics_of())
    assert relative_peak(people, lsd.kinetics_of()) == pytest.approx(at_20 / typical)


def test_the_direct_effect_is_a_persons_own_exposure_times_its_size(study):
    made = study(
        f"exposure: {{substance: lsd, scales: [direct]}}\n"
        f"outcomes: [{{id: mood, direct: {{active: 3}}, {FLAT}}}]",
    )
    drawn = draw(made, seed=1, keep=[0, 1], arm="MD")
    assert drawn.latent("mood")[:, :, 0] == pytest.approx(3 * drawn.people.exposure)
    assert draw(made, seed=1, keep=[0], arm="PL").latent("mood") == pytest.approx(0)


def test_guesses_average_signal_detection_over_exposure(study):
    """P(says active) is Φ(d′ x − k) averaged over the exposures x of other virtual people."""
    text = (
        "exposure: {substance: lsd, scales: [noticing]}\n"
        "noticing: {d_prime: {active: 1.2}}\nbelief: {criterion: 0.7}"
    )
    drawn = draw(study(text, people=200), seed=1)
    lsd = substance("lsd")
    others = relative_peak(draw_people(lsd, people=200_000, seed=3), lsd.kinetics_of())
    who = drawn.arm == 1
    answers = drawn.guesses("guess").answer[:, :, 1] == 1
    shares = np.where(who, answers, 0).sum(1) / who.sum(1)
    assert near(shares, float(ndtr(1.2 * others - 0.7).mean()))


@pytest.mark.parametrize("spread", ["", "criterion_sd: 0.6, expectation: 0.4, mood: 0.5"])
def test_the_files_d_prime_is_that_of_the_average_guess(study, spread):
    """d′ from the file comes out of the guesses again, whatever people differ in."""
    made = study(
        f"exposure: {{substance: lsd, d_prime: constant}}\nbelief: {{{spread}}}", people=200
    )
    drawn = draw(made, seed=1)
    answers = drawn.guesses("guess").answer[:, :, 0] == 1
    shares = np.where(drawn.arm == 1, answers, 0).sum(1) / (drawn.arm == 1).sum(1)
    d_prime = substance("lsd").perceptibility.constant.discriminability.value
    assert near(shares, float(ndtr(d_prime)))


def test_d_prime_in_proportion_is_half_at_half_the_dose():
    protocol = load_protocol(shipped()["holze_crossover"])
    made = Study(protocol, named_scenario("lsd_exposure"))
    by_name = dict(zip(made.interventions, made.d_prime, strict=True))
    assert by_name["lsd_10"] == pytest.approx(2 * by_name["lsd_5"])
    assert by_name["lsd_20"] == pytest.approx(4 * by_name["lsd_5"])
    assert by_name[made.interventions[0]] == 0


def test_what_is_noticed_follows_what_is_in_a_person():
    protocol = load_protocol(shipped()["resilience"])
    drawn = draw(Study(protocol, named_scenario("lsd_exposure")), seed=1, keep=range(64))
    leaning = drawn.course.leaning["arm"][:, :, -1]
    for arm, related in ((0, False), (1, True)):
        found = [
            np.corrcoef(x[who], y[who])[0, 1]
            for x, y, who in zip(drawn.people.exposure, leaning, drawn.arm == arm, strict=True)
        ]
        assert near(np.array(found), 0.0) is not related


WRONG = {
    "exposure: {scales: [noticing]}": ("exposure", "names no substance"),
    "exposure: {substance: lds, scales: [direct]}": ("exposure.substance", "Did you mean 'lsd'"),
    "exposure: {substance: lsd, formulation: orall, scales: [direct]}": (
        "exposure.formulation",
        "no formulation 'orall'",
    ),
    "exposure: {substance: psilocybin, d_prime: proportional}": (
        "exposure.d_prime",
        "carry no dose",
    ),
    "exposure: {substance: lsd}": ("exposure", "Nothing follows exposure"),
    "exposure: {substance: lsd, d_prime: constant}\nnoticing: {d_prime: {active: 1}}": (
        "noticing.d_prime",
        "has no effect",
    ),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_makes_no_sense_is_refused_with_its_place(text):
    with pytest.raises(DocumentError) as caught:
        parse_scenario(HEAD + text)
    path, words = WRONG[text]
    (problem,) = caught.value.problems
    assert problem.path == path
    assert words in f"{problem.message} {problem.remedy}"


def test_a_dose_that_people_choose_gives_no_d_prime():
    protocol = load_protocol(shipped()["self_blinding"])
    text = HEAD + "participants: 60\nexposure: {substance: lsd, d_prime: constant}"
    with pytest.raises(DocumentError, match="is not one amount"):
        parse_scenario(text, protocol=protocol)
