"""What types cannot say: each edit of a sound protocol gives exactly the problem it deserves."""

from __future__ import annotations

import copy
import json
import random

import pytest
from pydantic import ValidationError

from limen.errors import ProtocolError
from limen.protocol import Protocol, load_protocol, parse_protocol, shipped
from limen.protocol.check import check
from limen.protocol.document.opening import Path
from limen.protocol.reading.tree import read_tree
from limen.protocol.summary import summary

# (old, new), the place, words of the message, words of the remedy
COURSE = [
    (
        ("{id: treatment, kind: treatment, days: 28}", "{id: treatment, kind: washout, days: 28}"),
        "phases",
        "0 phases of kind treatment",
        "periods",
    ),
    (
        ("periods: [microdose]", "periods: [microdose, placebo]"),
        "arms[1].periods",
        "2 interventions, but the treatment phase has 1 period",
        "one for the whole treatment",
    ),
    (("periods: [microdose]", "periods: [microdos]"), "arms[1].periods[0]", "microdos", "'micro"),
    (("block_sizes: [2, 4, 6]", "block_sizes: [3]"), "allocation.block_sizes[0]", "multiple", "2"),
    (("ratio: {PL: 1, MD: 1}", "ratio: {PL: 1}"), "allocation.ratio", "nothing of MD", "number"),
    (("ratio: {PL: 1, MD: 1}", "ratio: {PL: 1, MD: 1, HH: 1}"), "allocation.ratio.HH", "HH", ""),
    (
        ("  kind: permuted_blocks\n", "  kind: permuted_blocks\n  strata: [site]\n"),
        "allocation.strata[0]",
        "no stratum 'site'",
        "None",
    ),
    (('closes: "11:00"', 'closes: "06:00"'), "administration.closes", "closes at 06:00", "later"),
    (
        ("kits: 10, spares: 2}", "kits: 10, period: 2}"),
        "kits.contents[0].period",
        "no period 2",
        "1",
    ),
    (
        ("before_first: {occasions: [baseline]", "before_first: {occasions: [basline]"),
        "kits.before_first.occasions[0]",
        "basline",
        "'baseline'",
    ),
    (
        ("{kind: parallel}", "{kind: crossover}"),
        "design.kind",
        "two periods or more",
        "periods",
    ),
]
DOSES = [
    (
        ("amount: 10, unit: ug}}", "amount: 10, unit: mg}}"),
        "interventions[1].dose.unit",
        "not written in mg",
        "ug",
    ),
    (
        ("amount: 10, unit: ug}}", "amount: 100, unit: ug}}"),
        "interventions[1].dose.amount",
        "exceeds 20 ug",
        "unit",
    ),
    (("substance: lsd", "substance: lsdd"), "interventions[1].substance", "lsdd", "'lsd'"),
    (
        (
            "arms:  ",
            "dose_levels: {levels: [{id: one, doses: {placebo: {amount: 1, unit: ug}}}], "
            "start: one}\narms:  ",
        ),
        "dose_levels.levels[0].doses.placebo",
        "no intervention with a dose",
        "microdose",
    ),
]
OCCASIONS = [
    (
        ("schedule: {kind: once, day: 7}", "schedule: {kind: once, day: 8}"),
        "occasions[0].schedule.day",
        "Day 8 is outside a phase of 7 days",
        "at most 7",
    ),
    (
        ("days: [7, 14, 21, 28]", "days: [7, 14, 21, 29]"),
        "occasions[1].schedule.days",
        "Day 29",
        "at most 28",
    ),
    (
        ("days: [7, 14, 21, 28]", "days: [7, 21, 14, 28]"),
        "occasions[1].schedule.days",
        "not in order",
        "order",
    ),
    (
        ("closes_day: 1, grace_hours: 12", "closes_day: -1, grace_hours: 12"),
        "occasions[1].window",
        "closes on day -1",
        "after it opens",
    ),
    (
        ("closes_day: 1, grace_hours: 12", "closes_day: 9, grace_hours: 12"),
        "occasions[1].window",
        "the next occasion's opens after 168",
        "two occasions",
    ),
    (("late: flag", "late: refuse"), "occasions[1].window.late", "refused", "flag"),
    (
        ("{after_hours: 10, by", "{after_hours: 90, by"),
        "occasions[1].window.reminders[0].after_hours",
        "has closed",
        "fewer",
    ),
    (("    phase: run_in", "    phase: runin"), "occasions[0].phase", "runin", "'run_in'"),
    (
        ("kind: visit\n    phase: run_in", "kind: rater_assessment\n    phase: run_in"),
        "occasions[0].respondent",
        "not answered by the participant",
        "blinded_rater",
    ),
    (
        ("measures: [wemwbs, phq9]", "measures: [wemwbs, phq7]"),
        "occasions[0].measures[1]",
        "no instrument 'phq7'",
        "'phq9'",
    ),
]
MEASURES = [
    (("subscale: total", "subscale: totl"), "outcomes[0].subscale", "no subscale 'totl'", "total"),
    (("instrument: wemwbs", "instrument: wemwb"), "outcomes[0].instrument", "wemwb", "'wemwbs'"),
    (
        ("measures: [wemwbs, limen_intensity, phq9]", "measures: [wemwbs, phq9]"),
        "outcomes[1].occasions[0]",
        "'week' does not measure 'limen_intensity'",
        "measures",
    ),
    (
        ("measures: [wemwbs, phq9]", "measures: [phq9]"),
        "outcomes[0].change_from",
        "'baseline' does not measure 'wemwbs'",
        "measures",
    ),
    (
        ("    instrument: limen_intensity\n    subscale: intensity\n", ""),
        "outcomes[1]",
        "no score",
        "exactly one",
    ),
    (
        ("    control: positive", "    exposure_lag_days: 1  #"),
        "outcomes[1].exposure_lag_days",
        "lag",
        "administration",
    ),
    (
        ("from: expectancies}", "from: scores, name: wemwbs}"),
        "covariates[0]",
        "When is 'benefit' measured",
        "occasion",
    ),
    (("kind: number, from: exp", "kind: factor, from: exp"), "covariates[0]", "no levels", "two"),
    (
        ('0 to 100", occasion: baseline', '0 to 100", occasion: week'),
        "expectancies[0].occasion",
        "after allocation",
        "run-in",
    ),
]
GUESSES = [
    (("options: [PL, MD]", "options: [PL, microdose]"), "guesses[0].options[1]", "no arm", "PL"),
    (
        ("after: [wellbeing, intensity]", "after: [wellbeing]\n    before: [wellbeing]"),
        "guesses[0].after[0]",
        "both before and after",
        "Keep one",
    ),
    (
        ("occasions: [week]\n    about", "occasions: [week.5]\n    about"),
        "guesses[0].occasions[0]",
        "'week.1' to 'week.4'",
        "takes place",
    ),
]
ESTIMANDS = [
    (
        ("      guessing_the_arm: treatment_policy\n", ""),
        "estimands[0].intercurrent_events.guessing_the_arm",
        "names no strategy",
        "hypothetical",
    ),
    (
        ("rescue_medication: treatment_policy", "rescue_medication: composite_variable"),
        "estimands[0].intercurrent_events.rescue_medication",
        "composite",
        "risk_difference",
    ),
    (
        ("outcome: wellbeing\n", "outcome: wellbeing\n    occasions: [week, baseline]\n"),
        "estimands[0].occasions",
        "not measured at 'baseline'",
        "week",
    ),
    (
        ("reference: PL, basis: arm", "reference: placebo, basis: arm"),
        "estimands[0].treatment.reference",
        "no arm 'placebo'",
        "PL",
    ),
    (
        (
            "active: MD, reference: PL, basis: arm",
            "active: microdose, reference: placebo, basis: administration",
        ),
        "estimands[0].treatment.basis",
        "cannot be compared by administration",
        "arm",
    ),
    (
        ("active: MD, reference", "active: PL, reference"),
        "estimands[0].treatment.reference",
        "itself",
        "another",
    ),
]
ANALYSES = [
    (
        ("estimand: wellbeing_effect", "estimand: wellbeing_efect"),
        "analysis.analyses[0].estimand",
        "wellbeing_efect",
        "'wellbeing_effect'",
    ),
    (
        ("      outcomes: [intensity]", "      outcomes: [intensty]"),
        "analysis.analyses[1].outcomes[0]",
        "intensty",
        "'intensity'",
    ),
    (
        ("guess_from: guess}", "guess_from: gues}"),
        "analysis.analyses[2].guess_from",
        "gues",
        "'guess'",
    ),
    (
        ("      outcomes: [intensity]", "      outcomes: [intensity]\n      covariates: [agee]"),
        "analysis.analyses[1].covariates[0]",
        "agee",
        "benefit",
    ),
    (
        (
            "      outcomes: [intensity]",
            "      outcomes: [intensity]\n      guess: adjusted\n      guess_from: guess",
        ),
        "analysis.analyses[1].role",
        "sensitivity",
        "role: sensitivity",
    ),
    (
        ("      outcomes: [intensity]", "      outcomes: [intensity]\n      baseline: true"),
        "analysis.analyses[1].outcomes[0]",
        "no baseline",
        "change_from",
    ),
    (
        ("      outcomes: [intensity]", "      outcomes: [intensity]\n      occasions: [baseline]"),
        "analysis.analyses[1].outcomes[0]",
        "not measured at 'baseline'",
        "out",
    ),
    (
        ("fallback: [ar1, compound_symmetry]", "fallback: [unstructured]"),
        "analysis.analyses[0].fallback",
        "just failed",
        "simpler",
    ),
    (
        (
            "  missing_data:",
            "  multiplicity: [{id: f, method: holm, members: [wellbeing.mood]}]\n  missing_data:",
        ),
        "analysis.multiplicity[0].members[0]",
        "'mood'",
        "wellbeing",
    ),
    (
        (
            "  missing_data:",
            "  multiplicity: [{id: f, method: graphical, members: [wellbeing, "
            "positive_control], weights: {wellbeing: 0.9, positive_control: 0.2}}]\n"
            "  missing_data:",
        ),
        "analysis.multiplicity[0].weights",
        "add up to 1.1",
        "1",
    ),
]
SCREENING = [
    (
        ("kind: number, unit: years}", "kind: number, unit: years, respondent: nurse}"),
        "population.screening[0].respondent",
        "no respondent 'nurse'",
        "participant",
    ),
    (
        ("kind: number, unit: years}", "kind: number, unit: years, low: 90, high: 18}"),
        "population.screening[0].high",
        "ends before it begins",
        "Swap",
    ),
    (
        (
            "kind: number, unit: years}\n",
            "kind: number, unit: years}\n    - {id: well, title: Well, kind: yes_no, low: 0}\n",
        ),
        "population.screening[1].low",
        "Only a number",
        "Leave",
    ),
]
OVERSIGHT = [
    (
        ("- {id: physician, kind: clinician", "- {id: physician, kind: blinded_rater"),
        "blinding.parties",
        "would see positive_controls, adverse_events",
        "blinded_to",
    ),
    (
        ("responsible: physician_on_call", "responsible: physician"),
        "safety.rules[0].responsible",
        "no role 'physician'",
        "physician_on_call",
    ),
    (
        ("next: principal_investigator", "next: physician_on_call"),
        "safety.rules[0].next",
        "did not answer",
        "another",
    ),
    (
        ("{value: phq9.9}", "{value: phq9.10}"),
        "safety.rules[0].condition.at_least[0].value",
        "no record 'phq9.10'",
        "phq9.",
    ),
    (
        ("{at_least: [{value: phq9.9}, 1]}", "{at_lest: [{value: phq9.9}, 1]}"),
        "safety.rules[0].condition.at_lest",
        "at_lest",
        "at_least",
    ),
    (
        ("time_zone: Europe/Berlin", "time_zone: Europe/Berlim"),
        "population.sites[0].time_zone",
        "no time zone",
        "'Europe/Berlin'",
    ),
    (("languages: [en]", "languages: [en, de]"), "languages[1]", "in 'de'", "Add one"),
    (
        (
            "estimands:\n",
            "boundaries: [{id: b, kind: group_sequential, purpose: harm, estimand: "
            "wellbeing_effect, shape: pocock, information: [0.5, 0.9], alpha: 0.05}]\nestimands:\n",
        ),
        "boundaries[0].information",
        "ends at 1",
        "[0.5, 1]",
    ),
    (
        ("    - {id: principal_investigator", "    - {id: physician_on_call"),
        "safety.roles[1].id",
        "is taken",
        "own id",
    ),
]
MORE = [
    (
        ("before_first: {occasions: [baseline]", "before_first: {occasions: [week]"),
        "kits.before_first.occasions[0]",
        "wait for ever",
        "run-in",
    ),
    (
        ("      estimand: wellbeing_effect\n", ""),
        "analysis.analyses[0]",
        "targets no estimand",
        "estimand",
    ),
    (
        (
            "      outcomes: [wellbeing]\n      fallback",
            "      outcomes: [intensity]\n      baseline: false\n      fallback",
        ),
        "analysis.analyses[0].outcomes[0]",
        "not the variable of the estimand",
        "wellbeing",
    ),
    (
        (
            "estimands:\n",
            "boundaries: [{id: b, kind: group_sequential, purpose: harm, estimand: "
            "wellbeing_effect, shape: kim_demets, information: [0.5, 1], alpha: 0.05}]\n"
            "estimands:\n",
        ),
        "boundaries[0].shape",
        "has a parameter",
        "parameter: ...",
    ),
]
EVERY = [
    *MORE, *COURSE, *DOSES, *OCCASIONS, *MEASURES, *GUESSES, *ESTIMANDS, *ANALYSES, *OVERSIGHT,
    *SCREENING,
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "path", "says", "do"), EVERY, ids=[f"{case[1]}: {case[2]}" for case in EVERY]
)
def test_a_contradiction_is_found_where_it_is(problems, starting, edit, path, says, do):
    found = {problem.path: problem for problem in problems(starting, edit)}
    assert path in found
    assert says in found[path].message
    assert do in found[path].remedy
    assert found[path].line is not None


def test_the_document_that_the_edits_start_from_is_sound(problems, starting):
    assert problems(starting) == []


def test_every_design_can_be_written(problems, small, design):
    assert problems(small(design)) == []


def test_answers_without_confidence_cannot_be_weighed_by_it(problems, starting):
    weighed = (
        "    - {id: adverse_events",
        "    - {id: curve, title: Curve, role: sensitivity, estimator: guess_rate_curve, "
        "guess_from: guess, outcomes: [intensity], confidence_weighted: true}\n"
        "    - {id: adverse_events",
    )
    assert problems(starting, weighed) == []
    (found,) = problems(starting, weighed, ("    confidence: true", "    confidence: false"))
    assert found.path == "analysis.analyses[3].confidence_weighted"
    assert "asks for no confidence" in found.message


@pytest.mark.parametrize(
    ("edit", "path", "says"),
    [
        (("washout_days: 8", "washout_days: 4"), "periods.washout_days", "may last 5 days"),
        (("washout_days: 8", "washout_days: 4"), "phases[1].days", "take 24"),
        (("periods: [low, placebo]", "periods: [low, placebo, low]"), "arms[1].periods", "3 inter"),
    ],
)
def test_periods_fill_the_treatment_phase(problems, small, edit, path, says):
    found = {p.path: p.message for p in problems(small("crossover"), edit)}
    assert says in found[path]


def test_who_is_not_randomised_has_no_allocation(problems, small):
    text = small("observational") + "allocation: {kind: complete, ratio: {non: 1, does: 1}}\n"
    assert [problem.path for problem in problems(text)] == ["allocation"]


def test_self_drawn_belongs_to_self_blinded(problems, small):
    found = problems(small("self_blinded"), ("kind: self_drawn", "kind: complete"))
    assert [problem.path for problem in found] == ["allocation.kind"]


def test_minimisation_that_anybody_can_predict_is_refused(problems, small):
    allocation = (
        "allocation: {kind: minimisation, ratio: {PL: 1, MD: 1}, "
        "factors: [{stratum: site}], probability: 1}\n"
    )
    strata = ("Healthy adults}", "Healthy adults, strata: [{id: site, from: site}]}")
    (problem,) = problems(small("parallel") + allocation, strata)
    assert problem.path == "allocation.probability"
    override = ("probability: 1", "probability: 1, allow_deterministic: true")
    assert problems(small("parallel") + allocation, strata, override) == []


def test_a_hypothetical_blind_needs_a_guess(problems, small):
    estimand = """\
estimands:
  - id: e
    title: E
    role: exploratory
    treatment: {active: MD, reference: PL, basis: arm}
    outcome: mood
    intercurrent_events: {guessing_the_arm: hypothetical}
    summary: mean_difference
"""
    (problem,) = problems(small("parallel") + estimand)
    assert problem.path == "estimands[0].intercurrent_events.guessing_the_arm"
    assert "nobody is asked" in problem.message


def test_reactivity_needs_a_diary_before_dosing(problems):
    text = shipped()["resilience"].read_text()
    (problem,) = problems(text, ("run_in: [run_in_diary]", "run_in: [diary]"))
    assert problem.path == "outcomes[0].derived.run_in[0]"
    both = "occasions: [run_in_diary, diary]"
    (problem,) = problems(text, (both, "occasions: [diary]"))
    assert "no line can be frozen" in problem.message
    assert problem.path == "outcomes[0].derived.run_in"


def test_a_guess_cannot_come_between_answers_of_one_sheet(problems):
    text = shipped()["self_blinding"].read_text()
    edit = ("after: [panas, positive,", "before: [panas]\n    after: [positive,")
    found = problems(text, edit)
    assert {problem.path for problem in found} == {"guesses[0].after[0]", "guesses[0].after[1]"}
    assert "one sheet" in found[0].message


def test_an_outcome_of_the_period_cannot_be_asked_by_capsule(problems):
    text = shipped()["self_blinding"].read_text()
    week = "treatment: {active: microdose, reference: placebo, basis: period}"
    found = problems(text, (week, week.replace("basis: period", "basis: administration")))
    assert len(found) == 4  # WEMWBS, QIDS, STAI-T, SCS
    assert all("follows the period" in problem.message for problem in found)


def test_a_guess_is_used_only_where_it_was_asked(problems):
    text = shipped()["self_blinding"].read_text()
    adjusted = "guess: adjusted\n      guess_from: "
    found = problems(text, (f"{adjusted}acute_guess", f"{adjusted}weekly_guess"))
    assert len(found) == 16  # every acute outcome
    assert all("never asked" in problem.message for problem in found)


def fields(piece: object, path: Path = ()) -> list[Path]:
    """Every field in plain data; of the elements of a list, those of all."""
    pairs = piece.items() if isinstance(piece, dict) else ()
    if isinstance(piece, list):
        pairs = enumerate(piece)
    below = [place for step, value in pairs for place in fields(value, (*path, step))]
    return [path, *below] if path and isinstance(path[-1], str) else below


def test_no_check_stumbles_over_an_unknown():
    """Each kind of field in turn is made unknown; the checks, the hash and the text go on."""
    data = read_tree(shipped()["resilience"].read_text()).data
    kinds = {tuple("*" if isinstance(s, int) else s for s in path): path for path in fields(data)}
    tried = 0
    for path in kinds.values():
        changed = copy.deepcopy(data)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = {"unknown": "for the test"}
        try:
            protocol = Protocol.model_validate(changed)
        except ValidationError:
            continue  # an id or a kind
        list(check(protocol))
        if not {"rule", "condition", "event"} & set(path[:-1]):  # not inside a rule
            assert "for the test" in " ".join(map(str, protocol.open_problems()))
        assert len(protocol.hash) == 64
        assert f"hash {protocol.hash}" in summary(protocol)
        tried += 1
    assert tried > 150


JUNK = [
    *(None, "", 0, -1, 1.5, True, [], {}, "x", [1], ["x"], [[]], [None], {"a": {"b": 1}}),
    *({"unknown": "why"}, {"unknown": ""}, {"kind": "x"}, {"id": "a"}, "acute.9", 10**6, 1e300),
]


@pytest.mark.parametrize("seed", range(24))
def test_whatever_is_written_the_answer_is_a_list_of_problems(seed):
    """Fields are replaced, dropped and renamed at random: loads, or is refused with places."""
    draw = random.Random(seed)
    name = draw.choice(sorted(shipped()))
    data = read_tree(shipped()[name].read_text()).data
    for path in draw.sample(fields(data), k=4):
        holder = data
        try:
            for step in path[:-1]:
                holder = holder[step]
            if draw.random() < 0.3:
                holder[f"{path[-1]}x"] = holder.pop(path[-1])
            else:
                holder[path[-1]] = draw.choice(JUNK)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    try:
        found = list(parse_protocol(json.dumps(data)).open_problems())
    except ProtocolError as error:
        found = [problem for problem in error.problems if problem.line and problem.column]
    assert found
    assert all(problem.message for problem in found)


def test_shipped_protocols_pass(problems):
    for path in shipped().values():
        assert list(check(load_protocol(path))) == []
