"""The scenario document: everything wrong at once, hashes, what is shipped."""

from __future__ import annotations

import pytest

from limen.dataset.check import check_dataset
from limen.errors import DocumentError
from limen.protocol import load_protocol, parse_protocol, shipped
from limen.protocol.canonical import canonical
from limen.simulate.dataset import dataset
from limen.simulate.scenario import (
    load_scenario,
    named_scenario,
    parse_scenario,
    scenario_file,
    shipped_scenarios,
)
from limen.simulate.scenario.document import Scenario
from limen.simulate.scenario.schema import json_schema
from limen.simulate.scenario.summary import summary
from limen.simulate.scenario.template import write_scenario
from limen.simulate.study import Study

NAMES = (
    "null drug_only belief_only both perceptible_dose side_effects_unblind benefit_unblinds "
    "collider efficacy_expectancy_feedback lsd_exposure"
)
WRONG = """\
limen: 1
id: wrong
title: Much is wrong
outcomes:
  - {id: mod, sd_between: -1, belief: 2}
  - {id: mood, periods: [1, 2, 3]}
leaving: {at_random_per_week: 1.4}
nonsense: 1
belief: {criterium: 1, benefit_outcome: moood}
noticing: {d_prime: {interventions: {lwo: 2}}}
side_effects:
  - {term: headache, share: 0.9, added: {active: 0.2}}
covariates:
  - {id: sex, shares: [0.5, 0.2]}
"""


def problems(text, protocol=None):
    with pytest.raises(DocumentError) as caught:
        parse_scenario(text, protocol=protocol)
    return {p.path: (p.line, p.message, p.remedy) for p in caught.value.problems}


def test_everything_wrong_is_said_at_once_with_its_place(protocol):
    found = problems(WRONG, protocol())
    assert {path: line for path, (line, *_) in found.items()} == {
        "outcomes[0].id": 5,
        "outcomes[0].sd_between": 5,
        "outcomes[1].periods": 6,
        "leaving.at_random_per_week": 7,
        "nonsense": 8,
        "belief.criterium": 9,
        "belief.benefit_outcome": 9,
        "noticing.d_prime.interventions.lwo": 10,
        "side_effects[0].added": 12,
        "covariates[0].shares": 14,
    }
    assert found["outcomes[0].id"][2] == "Did you mean 'mood'?"
    assert found["outcomes[0].sd_between"][2] == "Write at least 0."
    assert found["belief.criterium"][2] == "Did you mean 'criterion'?"
    assert "1.1" in found["side_effects[0].added"][1]


def test_names_are_checked_only_against_a_protocol():
    assert "outcomes[0].id" not in problems(WRONG)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("- 1\n", "not a mapping"),
        ("limen: 2\nid: a\ntitle: b\n", "choices"),
        ("limen: 1\nid: a\ntitle: b\nbelief: {criterion: .nan}\n", "must be a number"),
        ("limen: 1\nid: a\ntitle: b\nbelief: {criterion: {unknown: why}}\n", "number"),
        ("limen: 1\nid: a\ntitle: [b\n", "not YAML"),
        ("limen: 1\nid: a\ntitle: b\nmood: {autocorrelation: 1}\n", "out of range"),
    ],
)
def test_bad_documents(text, says):
    assert any(says in message for _, message, _ in problems(text).values())


@pytest.mark.parametrize(
    ("text", "path", "says"),
    [
        ("outcomes: [{id: affect}]", "outcomes[0].id", "follows from positive and negative"),
        ("outcomes: [{id: mood, by_lag: [1]}]", "outcomes[0].by_lag", "which has no lag"),
        ("outcomes: [{id: mood, carry_over: 0.5}]", "outcomes[0].carry_over", "nothing carries"),
        ("stressors: {per_day: 2}", "stressors.per_day", "derives no stressor reactivity"),
    ],
)
def test_what_could_have_no_effect_is_refused(protocol, text, path, says):
    found = problems(f"limen: 1\nid: a\ntitle: b\n{text}\n", protocol())
    assert list(found) == [path]
    assert says in found[path][1]


def test_derived_outcomes_and_stressors_are_named_by_their_parts():
    resilience = load_protocol(shipped()["resilience"])
    text = (
        "limen: 1\nid: a\ntitle: b\nstressors: {per_day: 1}\n"
        "outcomes: [{id: stressor_reactivity}, {id: stressors}, {id: distress}]\n"
    )
    found = problems(text, resilience)
    assert list(found) == ["outcomes[0].id", "outcomes[1].id"]
    assert "distress and stressors" in found["outcomes[0].id"][1]


def test_a_shipped_scenario_is_named_and_not_its_file():
    protocol = load_protocol(shipped()["self_blinding"])
    with pytest.raises(DocumentError) as raised:
        named_scenario("both", protocol=protocol)
    [problem] = raised.value.problems
    assert str(problem).startswith("both:2:1: participants: The protocol does not say how many")
    assert "--vary scenario.participants=240" in str(problem)


def test_more_people_than_are_simulated_are_refused(protocol_text):
    protocol = parse_protocol(protocol_text(people=1_000_001))
    with pytest.raises(DocumentError, match="does not fit") as raised:
        Study(protocol, named_scenario("null"))
    assert "plans 1,000,001 participants; at most 1,000,000" in str(raised.value.problems[0])
    Study(protocol, named_scenario("null").model_copy(update={"participants": 10}))


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(DocumentError, match="no such file"):
        load_scenario(tmp_path / "none.yaml")
    with pytest.raises(DocumentError, match="folder"):
        load_scenario(tmp_path)
    (tmp_path / "latin.yaml").write_bytes(b"title: \xe9")
    with pytest.raises(DocumentError, match="UTF-8"):
        load_scenario(tmp_path / "latin.yaml")
    with pytest.raises(DocumentError, match="Did you mean 'collider'"):
        scenario_file("colider")


def test_shipped_scenarios_load_and_differ():
    assert " ".join(shipped_scenarios()) == NAMES
    hashes = {named_scenario(name).hash for name in shipped_scenarios()}
    assert len(hashes) == 10


def test_what_is_at_its_default_does_not_count_for_the_hash():
    plain = parse_scenario("limen: 1\nid: a\ntitle: b\n")
    spelled = parse_scenario(
        "title: b\nid: a\nlimen: 1\nbelief: {criterion: 0.0, criterion_sd: 0}\nmood: {}\n"
    )
    assert plain.hash == spelled.hash
    assert canonical(plain) == {"id": "a", "limen": 1, "title": "b"}
    assert plain.hash != parse_scenario("limen: 1\nid: a\ntitle: b\nbelief: {criterion: 1}").hash


def test_a_scenario_in_words():
    assert "Nothing happens: no effect" in summary(named_scenario("null"))
    said = summary(named_scenario("collider"))
    assert "belief.mood = 1 SDs of the evidence per SD: Weight of the day's mood" in said
    assert "leaving" not in said


def test_the_schema_tells_units_and_plausible_ranges():
    fields = json_schema()["$defs"]["Belief"]["properties"]
    assert fields["criterion"]["plausible"] == "0.2 to 0.9"
    assert fields["criterion"]["unit"] == "SDs of the evidence"


def test_every_field_has_a_meaning():
    from tools.scenario_reference import reachable

    for part in reachable().values():
        for name, field in part.model_fields.items():
            assert field.description, f"{part.__name__}.{name}"


def test_a_scenario_to_start_from(tmp_path):
    file = write_scenario(tmp_path / "what-if 2", example="collider")
    assert load_scenario(file).id == "what_if_2"
    with pytest.raises(DocumentError, match="exists already"):
        write_scenario(file)
    with pytest.raises(DocumentError, match="folder does not exist"):
        write_scenario(tmp_path / "no" / "where.yaml")
    with pytest.raises(DocumentError, match="Did you mean 'both'"):
        write_scenario(tmp_path / "x.yaml", example="boht")


def test_a_study_refuses_a_scenario_of_another(protocol, scenario):
    with pytest.raises(DocumentError, match="no outcome 'moood'"):
        Study(protocol(), scenario("outcomes: [{id: moood}]"))


def test_models_stay_frozen(scenario):
    assert isinstance(scenario(), Scenario)
    with pytest.raises(Exception, match="frozen"):
        scenario().id = "other"


@pytest.mark.parametrize(
    ("known", "path"),
    [
        ("design: {kind: parallel}", "design"),
        ("schedule: {kind: on_days, days: [1, 8, 15, 22]}", "occasions[1].schedule"),
        ("days: [1, 8, 15, 22]", "occasions[1].schedule.days"),
        ("ratio: {PL: 1, MD: 1}", "allocation.ratio"),
        ("options: [PL, MD]", "guesses[0].options"),
        ("exposure: arm, better: lower, change_from", "outcomes[1].exposure"),
    ],
)
def test_a_protocol_that_says_too_little_is_refused(protocol_text, scenario, known, path):
    key = known.partition(":")[0]
    rest = ", better: lower, change_from" if "change_from" in known else ""
    text = protocol_text().replace("status: planned", "status: historical")
    assert known in text
    gappy = parse_protocol(text.replace(known, f"{key}: {{unknown: lost}}{rest}", 1))
    with pytest.raises(DocumentError, match="cannot be simulated") as caught:
        Study(gappy, scenario())
    assert [p.path for p in caught.value.problems] == [path]


@pytest.mark.parametrize(
    "known",
    [
        "regimen: {kind: every_n_days, every: 7, administrations: 4}",
        "allocation: {kind: permuted_blocks, ratio: {PL: 1, MD: 1}, strata: [sex], "
        "block_sizes: [2, 4]}",
        "schedule: {kind: once, day: 14}",
    ],
)
def test_other_gaps_are_filled(protocol_text, scenario, known):
    text = protocol_text().replace("status: planned", "status: historical")
    assert known in text
    value = "schedule: {kind: once, day: {unknown: lost}}"
    gap = value if "once" in known else f"{known.partition(':')[0]}: {{unknown: lost}}"
    made, sealed = dataset(parse_protocol(text.replace(known, gap, 1)), scenario(), seed=1)
    assert check_dataset(made, allocations=sealed).errors == ()
