"""Numbers have the unit of what they measure, and things have one name throughout."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import pytest
from rehearsal_example import protocol, rehearsal, rehearsed, target

from limen.analyse.batch.quantity import Target
from limen.protocol import Protocol, load_protocol, shipped
from limen.rehearse.truth import MEASURES, Truth
from limen.rehearse.words import document, table_of
from limen.rehearse.words.answer.cell import cell_section
from limen.rehearse.words.answer.questions import own, title
from limen.rehearse.words.legible import legible
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.cells import Cells
from limen.results import Column, Table

LONG = "LSD noticed and acting by a person's own exposure, and an effect of belief"


def of(measure: str, outcome: str = "mood") -> Target:
    return target(outcome, measure=measure)


def with_units(**units: str) -> Protocol:
    outcomes = [
        one.model_copy(update={"unit": units[one.id]}) if one.id in units else one
        for one in protocol().outcomes
    ]
    return protocol().model_copy(update={"outcomes": outcomes})


@pytest.mark.parametrize(
    ("measure", "unit", "own"),
    [
        ("mean", "points", "mm"),
        ("variance", "points²", "mm²"),
        ("mssd", "points²", "mm²"),
        ("mssd_per_time", "points²", "mm²"),
        ("inertia", "correlation", "correlation"),
        ("improved", "percentage points", "percentage points"),
        ("improved_corrected", "percentage points", "percentage points"),
        ("withdrawals", "percentage points", "percentage points"),
        ("reactivity", "residual SD", "residual SD"),
    ],
)
def test_each_measure_has_its_unit(measure: str, unit: str, own: str):
    assert targets.unit(protocol(), of(measure)) == unit
    assert targets.unit(with_units(mood="mm"), of(measure)) == own


def test_a_slope_is_problems_per_stressor_in_the_units_of_both():
    slope = of("slope", "stressor_reactivity")
    assert targets.unit(protocol(), slope) == "points per point of burden"
    named = with_units(distress="mm", stressors="event")
    assert targets.unit(named, slope) == "mm per event"


def test_counts_have_the_unit_of_the_protocol():
    assert targets.unit(with_units(lapses="lapses"), of("mean", "lapses")) == "lapses"


def test_every_measure_that_has_a_truth_has_a_unit():
    assert all(targets.unit(protocol(), of(measure)) for measure in MEASURES)
    assert [m for m in MEASURES if targets.has_sd(of(m))] == [
        "mean", "reactivity", "reactivity_quadratic",
    ]  # fmt: skip


def test_an_event_without_outcome_is_named_by_itself():
    found = replace(of("serious_adverse_events"), outcome="")
    assert targets.outcome_title(protocol(), found) == "Share with a serious adverse event"


def test_shares_are_printed_in_percentage_points_and_variances_without_sd():
    improved, variance = of("improved", "wemwbs"), of("variance")
    one = rehearsed("both")
    known = {
        **one.truths,
        improved: Truth(value=0.047, error=0.0012, zero=False, sd=0.15),
        variance: Truth(value=-0.54, error=0.02, zero=False, sd=31.0),
    }
    made = rehearsal(replace(one, truths=known))
    table = next(one for one in document(made).tables if one.key == "truths")
    rows = {row[0]: row for row in table.rows}
    share = next(row for name, row in rows.items() if "share who improved" in str(name))
    assert (share[2], share[-1]) == ("4.70 (0.12)", "percentage points")
    spread = next(row for name, row in rows.items() if "variance" in str(name))
    assert (spread[2], spread[-1]) == ("−0.54 (0.02)", "points²")


def test_estimates_of_shares_become_percentage_points_and_the_sheet_keeps_shares():
    one = rehearsed("both")
    p = next(p for p in own(one) if p.quantity.key == "wellbeing.wemwbs")
    share = replace(p, target=replace(p.target, measure="improved"))
    made = rehearsal(replace(one, performance=(share,)))
    (shown,) = legible(made).cells[0].performance
    for name in ("mean", "bias", "empirical_se", "model_se"):
        kept, told = getattr(share, name), getattr(shown, name)
        assert (told.value, told.error) == (100 * kept.value, 100 * kept.error)
    assert shown.mse.value == 1e4 * share.mse.value
    assert shown.truth == 100 * share.truth
    assert (shown.coverage, shown.rejection) == (share.coverage, share.rejection)
    assert isnan(shown.sd)
    assert table_of(made).values("bias") == (share.bias.value,)


def test_occasions_are_called_by_their_titles_in_labels():
    one = rehearsed("both")
    p = next(p for p in own(one) if p.quantity.key == "after_dropout.brs")
    label = "LSD 10 micrograms − Placebo, fortnight.3, jump to reference"
    named = replace(p, quantity=replace(p.quantity, label=label))
    rows = (*(q for q in one.performance if q is not p), named, replace(named, truth=1.0))
    said = title(replace(one, performance=rows), named)
    assert said.endswith("Every second week 3, jump to reference")
    assert "fortnight" not in said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("fortnight.3, copy reference", "Every second week 3, copy reference"),
        ("adjusted, fortnight.1", "adjusted, Every second week 1"),
        ("fortnight.x, nothing", "fortnight.x, nothing"),
        ("Δ(0.5): contrast", "Δ(0.5): contrast"),
    ],
)
def test_only_ids_of_occasions_are_replaced(label: str, said: str):
    assert targets.named_occasions(protocol(), label) == said


def test_occasions_of_guesses_are_called_by_their_titles():
    guesses = Table(
        key="guesses.early",
        caption="Expected guesses",
        columns=(
            Column(key="occasion", title="Occasion", kind="text"),
            Column(key="said", title="LSD", kind="percent"),
        ),
        rows=(("all", 0.4), ("fortnight.1", 0.3)),
    )
    found = document(rehearsal(replace(rehearsed("both"), tables=(guesses,))))
    full = next(one for one in found.tables if one.key == "guesses.early.1")
    assert full.rows == (("all", 0.4), ("Every second week 1", 0.3))


@pytest.mark.parametrize(
    ("scenario_title", "heading"),
    [
        ("A quiet world", "Both: a quiet world"),
        ("LSD is felt", "Both: LSD is felt"),
        ("Both", "Both"),
        (LONG, "Both"),
    ],
)
def test_a_heading_tells_the_title_of_its_scenario_once(scenario_title: str, heading: str):
    one = rehearsed("both")
    scenario = one.cell.scenario.model_copy(update={"title": scenario_title})
    one = replace(one, cell=replace(one.cell, scenario=scenario))
    cells = Cells(rehearsal(one))
    assert cells.heading(one) == heading
    said = cell_section(one, "id", heading)
    told = f"{said.title} {' '.join(said.paragraphs)}".lower()
    assert told.count(scenario_title.lower()) == 1
    assert ("supposed: “" in told) == (scenario_title == LONG)


def test_a_target_about_some_of_the_occasions_says_which():
    study = load_protocol(shipped()["resilience"])
    evening = replace(of("mean", "stressors"), occasions=("diary.42",))
    assert targets.at_part(study, evening) == ", at “Evening diary 42” only"
    whole = replace(of("mean", "stressors"), occasions=study.occasion_ids("run_in_diary", "diary"))
    assert targets.at_part(study, whole) == ""
    changed = replace(of("mean", "brs"), occasions=study.occasion_ids("fortnight", "last_contact"))
    assert targets.at_part(study, changed) == ""
