"""Beliefs: what is wrong with them, and what is drawn from them."""

from __future__ import annotations

import numpy as np
import pytest

from limen.errors import DocumentError
from limen.pharmacology import substance
from limen.protocol import load_protocol, shipped
from limen.rehearse.forecast import named_beliefs, parse_beliefs
from limen.rehearse.forecast.predict.parameters import parameters, scenarios
from limen.rehearse.forecast.predict.supplied import completed


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ("draws: 80", "draws: 80\nnot_knwn: []", "not_knwn", "'not_known'"),
        ("draws: 80", "draws: 3", "draws", "at least 20"),
        ("sd: 1.5", "sd: -1", "priors[0].distribution.sd", "at least 0"),
        ("kind: normal", "kind: normel", "priors[0].distribution.kind", "Did you mean 'normal'"),
        (
            "fields: {outcomes.aisrs.direct.active: 1}",
            "fields: {outcomes.aisrs.dircet.active: 1}",
            "priors[0].fields.outcomes.aisrs.dircet.active",
            "Did you mean 'direct'",
        ),
        (
            "fields: {noticing.d_prime.active: 1}",
            "fields: {outcomes.cgi.belief: 1}",
            "priors[1].fields.outcomes.cgi.belief",
            "lists no 'cgi'",
        ),
        (
            "fields: {noticing.d_prime.active: 1}",
            "fields: {noticing.d_prime: 1}",
            "priors[1].fields.noticing.d_prime",
            "holds no number",
        ),
        (
            "fields: {noticing.d_prime.active: 1}",
            "fields: {positive_controls.felt.level: 1}",
            "priors[1].fields.positive_controls.felt.level",
            "leaves out",
        ),
        (
            "fields: {noticing.d_prime.active: 1}",
            '"fields": {"outcomes.{each}.belief": 1}',
            "priors[1].fields.outcomes.{each}.belief",
            "belong together",
        ),
        ("id: noticed", "id: effect", "priors[1].id", "second time"),
        ("guess: arm_guess", "guess: arm_gess", "predictions[2].measure.guess", "'arm_guess'"),
        ("given: LSD,", "given: LSDD,", "predictions[2].measure.given", "Did you mean 'LSD'"),
        ("says: [LSD]", "says: [placebo]", "predictions[2].measure.says[0]", "no answer"),
        ("protocol: mueller_adhd", "protocol: mdlsd", "protocol", "are about 'mdlsd'"),
        ("participants: 40", "participants: 0", "scenario.participants", "at least 1"),
        ("share: 0.1}", "share: 1, added: {active: 1}}", "scenario.side_effects[0].added", "2"),
        (
            "scenario:",
            "supplied:\n  guesses: [{id: g, title: G, occasions: [end], about: arm,"
            " options: [PL, LSD], dont_know: false}]\nscenario:",
            "supplied.guesses",
            "only what is unknown",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(beliefs_text, protocol, old, new, path, message):
    assert old in beliefs_text
    text = beliefs_text.replace(old, new, 1)
    with pytest.raises(DocumentError) as raised:
        parse_beliefs(text, protocol=protocol)
    found = {problem.path: problem for problem in raised.value.problems}
    assert path in found, str(raised.value)
    assert message in str(found[path])
    assert found[path].line is not None


def test_unknown_beliefs_are_answered_with_the_nearest():
    with pytest.raises(DocumentError, match="Did you mean 'T02'"):
        named_beliefs("T022")
    with pytest.raises(DocumentError, match="no such file"):
        named_beliefs("nowhere.yaml")


def test_draws_have_the_moments_of_their_distributions(believed, protocol):
    found = parameters(believed(("draws: 80", "draws: 20000")), protocol)
    n = 20_000
    effect = found["outcomes.aisrs.direct.active"]
    assert effect.mean() == pytest.approx(-2, abs=4 * 1.5 / np.sqrt(n))
    assert effect.std() == pytest.approx(1.5, abs=4 * 1.5 / np.sqrt(2 * n))
    noticed = np.log(found["noticing.d_prime.active"])
    assert noticed.mean() == pytest.approx(np.log(0.8), abs=4 * 0.3 / np.sqrt(n))
    assert np.corrcoef(effect, noticed)[0, 1] == pytest.approx(0, abs=4 / np.sqrt(n))


@pytest.mark.parametrize(
    ("distribution", "mean", "sd"),
    [
        ("{kind: beta, mean: 0.2, size: 9}", 0.2, np.sqrt(0.2 * 0.8 / 10)),
        ("{kind: uniform, low: 0.2, high: 0.8}", 0.5, 0.6 / np.sqrt(12)),
    ],
)
def test_shares_are_drawn_too(believed, protocol, distribution, mean, sd):
    beliefs = believed(
        ("{kind: lognormal, median: 0.8, log_sd: 0.3}", distribution), ("draws: 80", "draws: 20000")
    )
    drawn = parameters(beliefs, protocol)["noticing.d_prime.active"]
    assert drawn.mean() == pytest.approx(mean, abs=4 * sd / np.sqrt(20_000))
    assert drawn.std() == pytest.approx(sd, abs=4 * sd / np.sqrt(20_000))


def test_priors_on_one_field_add_up_and_each_has_a_draw_of_its_own(believed, protocol):
    more = (
        "predictions:\n",
        '  - {id: both, fields: {"outcomes.{each}.direct.active": 2}, each: [aisrs, cgi_s],\n'
        "     distribution: {kind: normal, mean: 1, sd: 1}, source: assumed}\npredictions:\n",
    )
    also = ("side_effects:", "  - {id: cgi_s}\n  side_effects:")
    many = ("draws: 80", "draws: 20000")
    found = parameters(believed(more, also, many), protocol)
    alone = parameters(believed(many), protocol)["outcomes.aisrs.direct.active"]
    added = found["outcomes.aisrs.direct.active"] - alone
    other = found["outcomes.cgi_s.direct.active"]
    for numbers in (added, other):
        assert numbers.mean() == pytest.approx(2, abs=4 * 2 / np.sqrt(20_000))
        assert numbers.std() == pytest.approx(2, abs=4 * 2 / np.sqrt(40_000))
    assert np.corrcoef(added, other)[0, 1] == pytest.approx(0, abs=4 / np.sqrt(20_000))


def test_noticing_comes_from_the_substance_with_its_errors(protocol, believed):
    more = (
        "priors:",
        "noticing: {substance: lsd, proportional: 0, source: none}\npriors:",
    )
    found = parameters(believed(more, ("draws: 80", "draws: 20000")), protocol)
    entry = substance("lsd").perceptibility
    stretch = np.sqrt(1 + entry.criterion_sd.value**2)
    for field, said in (
        ("noticing.d_prime.interventions.lsd_20", entry.constant.discriminability),
        ("belief.criterion", entry.constant.criterion),
    ):
        numbers = found[field] / stretch
        assert numbers.mean() == pytest.approx(said.value, abs=4 * said.standard_error / 141)
        assert numbers.std() == pytest.approx(said.standard_error, rel=4 / np.sqrt(40_000))


def test_a_dose_is_noticed_in_proportion_or_alike(believed, protocol):
    kept = ("priors:", "noticing: {substance: lsd, constant: 0, source: none}\npriors:")
    proportional = parameters(believed(kept, ("draws: 80", "draws: 20000")), protocol)
    at_ten = substance("lsd").perceptibility.proportional.discriminability
    twenty = proportional["noticing.d_prime.interventions.lsd_20"] / np.sqrt(1 + 0.2**2)
    assert twenty.mean() == pytest.approx(
        2 * at_ten.value, abs=4 * 2 * at_ten.standard_error / np.sqrt(20_000)
    )


def test_a_draw_that_is_no_scenario_is_named(believed, protocol):
    beliefs = believed(
        ("{noticing.d_prime.active: 1}", "{outcomes.aisrs.sd_within: 1}"),
        ("{kind: lognormal, median: 0.8, log_sd: 0.3}", "{kind: normal, mean: 0, sd: 1}"),
    )
    with pytest.raises(DocumentError, match=r"Draw \d+ .*sd_within.*at_least"):
        list(scenarios(beliefs, protocol))
    bounded = believed(
        ("{noticing.d_prime.active: 1}", "{outcomes.aisrs.sd_within: 1}"),
        ("{kind: lognormal, median: 0.8, log_sd: 0.3}", "{kind: normal, mean: 0, sd: 1}"),
        ("sd: 1}", "sd: 1}\n    at_least: 0.5"),
    )
    assert min(one.outcomes[0].sd_within for one in scenarios(bounded, protocol)) == 0.5


@pytest.mark.parametrize(
    ("name", "protocol"), [("T02", "holze_crossover"), ("T10", "mdlsd"), ("T14", "mueller_adhd")]
)
def test_shipped_beliefs_fit_their_protocol_and_supply_only_what_is_unknown(name, protocol):
    study = load_protocol(shipped()[protocol])
    beliefs = named_beliefs(name, protocol=study)
    whole = completed(study, beliefs)
    assert whole.hash != study.hash
    assert whole.outcomes == study.outcomes
    assert all(prior.source for prior in beliefs.priors)
