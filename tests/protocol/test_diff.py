"""What an amendment changes, in words, and whether participants consent again."""

from __future__ import annotations

import pytest

from limen.protocol import Protocol, parse_protocol
from limen.protocol.diff import diff, reconsent_rule


@pytest.mark.parametrize(
    ("old", "new", "path", "text", "reconsent"),
    [
        ("amount: 10, unit: ug}}", "amount: 15, unit: ug}}", "interventions.microdose.dose.amount",
         "changes from 10 to 15", "always"),
        ("title: Microdose, sub", "title: Small dose, sub", "interventions.microdose.title",
         "changes from 'Microdose' to 'Small dose'", "never"),
        ("planned: 80", "planned: 90", "population.planned", "changes from 80 to 90", "never"),
        ("description: Healthy adults", "description: Adults", "population.description",
         "changes from 'Healthy adults' to 'Adults'", "ask"),
        ("measures: [wemwbs, limen_intensity, phq9]", "measures: [wemwbs, limen_intensity, gad7]",
         "occasions.week.measures", "'gad7' added; 'phq9' taken out", "ask"),
        ("{closes_day: 1, grace", "{closes_day: 2, grace", "occasions.week.window.closes_day",
         "changes from 1 to 2", "never"),
        ("within_hours: 4", "within_hours: 2.5", "safety.rules.self_harm.within_hours",
         "changes from 4 to 2.5", "always"),
        ("{kind: every_n_days, every: 3}", "{kind: on_off, on: 1, off: 2}", "regimen",
         "changes from every_n_days to on_off", "always"),
        ("alpha: 0.05", "alpha: 0.01", "analysis.alpha", "changes from 0.05 to 0.01", "never"),
        ("  - {id: benefit, kind: number, from: expectancies}",
         "  - {id: benefit, kind: number, from: expectancies}\n"
         "  - {id: age, title: Age, kind: number, from: participants}",
         "covariates.age", "added: number 'Age'", "never"),
        ("dont_know: true", "dont_know: {unknown: open}", "guesses.guess.dont_know",
         "changes from true to unknown (open)", "ask"),
        ("block_sizes: [2, 4, 6]", "block_sizes: [4, 2, 6]", "allocation.block_sizes",
         "changes from [2, 4, 6] to [4, 2, 6]", "ask"),
        ("ratio: {PL: 1, MD: 1}", "ratio: {PL: 1, MD: 2}\n  strata: []", "allocation.ratio.MD",
         "changes from 1 to 2", "ask"),
    ],
)  # fmt: skip
def test_one_change(starting, old, new, path, text, reconsent):
    starting = (
        starting.replace("block_sizes: [2, 4, 6]", "block_sizes: [2, 4, 6]").replace(
            "1}\n  block_sizes: [2, 4, 6]", "1}\n  block_sizes: [6]"
        )
        if "ratio" in old
        else starting
    )
    assert old in starting
    amendment = diff(parse_protocol(starting), parse_protocol(starting.replace(old, new, 1)))
    (change,) = amendment.changes
    assert (change.path, change.text, change.reconsent) == (path, text, reconsent)
    assert amendment.reconsent == reconsent
    assert amendment.old_hash != amendment.new_hash


def test_the_strictest_rule_decides(starting):
    new = starting.replace("planned: 80", "planned: 90").replace("amount: 10,", "amount: 15,")
    amendment = diff(parse_protocol(starting), parse_protocol(new))
    assert [change.reconsent for change in amendment.changes] == ["never", "always"]
    assert amendment.reconsent == "always"


def test_nothing_changes(starting):
    amendment = diff(parse_protocol(starting), parse_protocol("# a comment\n" + starting))
    assert amendment.changes == ()
    assert amendment.reconsent == "never"


def test_things_with_ids_are_found_wherever_they_stand(starting):
    placebo = "  - {id: placebo, kind: inactive_placebo, title: Placebo}\n"
    assert placebo in starting
    moved = starting.replace(placebo, "").replace("\narms:", "\n" + placebo + "\narms:")
    moved = moved.replace("\n\n" + placebo, "\n" + placebo)
    (change,) = diff(parse_protocol(starting), parse_protocol(moved)).changes
    assert (change.path, change.text) == (
        "interventions",
        "the order becomes microdose, placebo",
    )


def test_every_section_states_its_rule():
    silent = [
        name for name, field in Protocol.model_fields.items() if reconsent_rule(field) is None
    ]
    assert silent == []
