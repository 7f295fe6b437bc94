"""Each change does to protocol and scenario what it says, or says why it does not fit."""

from __future__ import annotations

import numpy as np
import pytest

from limen.protocol import load_protocol, shipped
from limen.protocol.diff import diff
from limen.rehearse.cell import Cell
from limen.rehearse.changes import CHANGES, Unfit
from limen.rehearse.vary import with_fields
from limen.simulate.draw import draw
from limen.simulate.scenario import named_scenario


def cell_of(name, scenario="both", **fields):
    protocol = load_protocol(shipped()[name])
    cell = Cell(protocol=protocol, scenario=named_scenario(scenario))
    return with_fields(cell, {"population.planned": 60, **fields}, labels={})


@pytest.fixture(scope="module")
def resilience():
    return cell_of("resilience")


def other(cell, **fields):
    return with_fields(cell, fields, labels={})


def made(cell, key):
    changed = CHANGES[key].apply(cell)
    assert isinstance(changed, Cell), changed
    assert changed.varied == {"change": CHANGES[key].title}
    return changed


def unfit(cell, key):
    refused = CHANGES[key].apply(cell)
    assert isinstance(refused, Unfit)
    return refused.reason


def changes_of(before, after):
    return {one.path for one in diff(before.protocol, after.protocol).changes}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_says_what_it_is_for_and_what_it_costs(change):
    assert change.title[0].isupper()
    assert not change.title.endswith(".")
    assert change.why.endswith(".")
    assert change.costs.endswith(".")


@pytest.mark.parametrize("name", ["resilience", "mdlsd", "self_blinding"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_gives_another_design_or_a_reason(name, change):
    cell = cell_of(name)
    changed = change.apply(cell)
    if isinstance(changed, Cell):
        assert changed.key != cell.key
        assert changed.study.people >= cell.study.people
    else:
        assert changed.reason.endswith(".")


@pytest.mark.parametrize(("key", "people"), [("half_as_many_again", 90), ("twice_as_many", 120)])
def test_more_people_fill_the_arms_in_their_ratio(resilience, key, people):
    assert made(resilience, key).study.people == people
    odd = other(
        resilience, **{"allocation.ratio": {"PL": 2, "MD": 1}, "allocation.block_sizes": [3]}
    )
    uneven = other(odd, **{"population.planned": 50})
    assert made(uneven, key).study.people == {"half_as_many_again": 75, "twice_as_many": 102}[key]


def test_guesses_are_asked_and_used_wherever_the_outcome_is_measured(resilience):
    after = made(resilience, "several_guess_times")
    assert changes_of(resilience, after) == {
        "analysis.analyses.curve.occasions",
        "analysis.analyses.direct_effect.occasions",
    }
    once = other(resilience, **{"guesses[guess].occasions": ["fortnight.3"]})
    asked = CHANGES["several_guess_times"].apply(once)
    assert isinstance(asked, Cell)
    visits = ("fortnight.1", "fortnight.2", "fortnight.3")
    assert asked.protocol.guess("guess").occasions == visits
    assert "wherever its outcomes are measured" in unfit(after, "several_guess_times")
    assert "No planned analysis" in unfit(cell_of("mdlsd"), "several_guess_times")


def test_a_random_half_of_participants_is_asked_and_raters_all():
    cell = cell_of("resilience", **{"guesses[guess].share_asked": 1})
    shares = {one.id: one.share_asked for one in made(cell, "random_part_asked").protocol.guesses}
    assert shares == {"early_guess": 0.5, "guess": 0.5, "rater_guess": 1}


def test_who_is_asked_in_part_already_is_not_asked_less(resilience):
    half = cell_of("resilience", **{"guesses[guess].share_asked": 0.5})
    assert "already" in unfit(half, "random_part_asked")
    assert made(resilience, "random_part_asked").protocol.guess("guess").share_asked == 0.5


def test_the_guess_comes_between_what_was_felt_and_the_outcome():
    both = {"guesses[guess].before": [], "guesses[guess].after": ["felt", "brs", "pss", "wemwbs"]}
    after = made(cell_of("resilience", **both), "guess_first")
    guess = after.protocol.guess("guess")
    assert guess.before == ("brs", "pss", "wemwbs")
    assert guess.after == ("felt",)
    assert "in this order already" in unfit(after, "guess_first")


def test_what_was_felt_becomes_an_intermediate_where_none_was_planned():
    cell = cell_of("resilience", **{"analysis.analyses[direct_effect].intermediate": []})
    after = other(cell, **{"guesses[guess].before": [], "guesses[guess].after": []})
    items = {one.id: one for one in made(after, "guess_first").protocol.analysis.analyses}
    assert items["direct_effect"].intermediate == ("felt",)


def test_an_order_that_one_sheet_forbids_does_not_fit():
    assert "answered on one sheet" in unfit(cell_of("self_blinding"), "guess_first")
    assert "direct_effect" in unfit(cell_of("mdlsd"), "guess_first")


def test_people_are_told_at_random(resilience):
    after = made(resilience, "instruction")
    assert changes_of(resilience, after) == set()
    assert (after.scenario.belief.told.share, after.scenario.belief.told.weight) == (0.5, 2)
    assert "already" in unfit(after, "instruction")


@pytest.mark.parametrize("scenario", ["both", "lsd_exposure", "side_effects_unblind"])
def test_an_active_placebo_is_felt_and_suffered_as_the_active_is(scenario):
    cell = cell_of("resilience", scenario)
    after = made(cell, "active_placebo")
    assert changes_of(cell, after) == {"interventions.placebo"}
    assert after.study.d_prime[0] == after.study.d_prime[1] == cell.study.d_prime[1]
    drawn = draw(after.study, seed=5, keep=range(128))
    for what in (
        drawn.guesses("guess").answer[:, :, 2] == 1,
        drawn.course.side_effects.any((2, 3)),
    ):
        shares = [np.where(m, what, 0).sum(1) / m.sum(1) for m in (drawn.arm == 1, drawn.arm == 0)]
        gap = shares[0] - shares[1]
        assert abs(gap.mean()) < 4 * gap.std(ddof=1) / np.sqrt(len(gap)) + 1e-12


def test_there_is_nothing_to_mimic_where_nothing_is_felt():
    assert "nothing is felt" in unfit(cell_of("resilience", "drug_only"), "active_placebo")
    once = made(cell_of("resilience"), "active_placebo")
    assert "no inactive placebo" in unfit(once, "active_placebo")


def test_a_longer_run_in_holds_twice_the_entries_and_the_baseline_still_comes_last(resilience):
    after = made(resilience, "longer_run_in")
    line = after.study.timeline
    diary = [one for one in line.occasions if one.id.startswith("run_in_diary.")]
    assert len(diary) == 28
    baseline = line.occasions[line.occasion_index["baseline"]]
    assert baseline.study_day == max(one.study_day for one in diary)
    assert line.days.max() == resilience.study.timeline.days.max()
    assert "No outcome is derived" in unfit(cell_of("mdlsd"), "longer_run_in")
