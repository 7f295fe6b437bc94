"""A draw gives the layouts that the datasets of its replicates give, number by number."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any

import numpy as np
import pytest
from small import DESIGNS, small_text

from limen.analyse.layout import Layout
from limen.analyse.reading import Reader
from limen.errors import AnalysisError
from limen.protocol import Protocol, load_protocol, parse_protocol, shipped
from limen.rehearse.reading import DrawReader
from limen.simulate.dataset import dataset
from limen.simulate.draw import draw
from limen.simulate.scenario import Scenario, named_scenario, parse_scenario
from limen.simulate.study import Study

SEED, REPLICATES = 7, (2, 300)  # 300: a second block
GOES_WRONG = """\
limen: 1
id: made
title: Some leave, some miss entries and doses
noticing: {d_prime: {active: 1.0}}
belief: {undecided: 0.3}
adherence: {missed_dose: 0.1, missed_entry: 0.1, filler_share: 0.4}
leaving: {at_random_per_week: 0.1, stays_without_dosing: 0.5}
"""
BASES = ("administration", "period", "arm")
FEW = 14  # of a shipped study's people


@cache
def designed(design: str) -> tuple[Protocol, Scenario]:
    return parse_protocol(small_text(design, 24)), parse_scenario(GOES_WRONG)


@cache
def planned(name: str) -> tuple[Protocol, Scenario]:
    protocol = load_protocol(shipped()[name])
    scenario = named_scenario("both", protocol=protocol)
    changes = {
        "participants": FEW,
        "leaving": parse_scenario(GOES_WRONG).leaving,
        "adherence": parse_scenario(GOES_WRONG).adherence,
    }
    return protocol, scenario.model_copy(update=changes)


STUDIES = {
    **{design: (designed, design) for design in DESIGNS},
    **{name: (planned, name) for name in ("resilience", "mdlsd", "holze_crossover")},
}
every_study = pytest.mark.parametrize("study", STUDIES)


@cache
def readers(study: str, replicate: int) -> tuple[Reader, DrawReader, int]:
    """The replicate as a dataset, and as one of two in a draw with its place there."""
    make, name = STUDIES[study]
    protocol, scenario = make(name)
    made, allocations = dataset(protocol, scenario, seed=SEED, replicate=replicate)
    block, place = divmod(replicate, 256)
    keep = sorted({place, (place + 5) % 256})
    drawn = draw(Study(protocol, scenario), seed=SEED, block=block, keep=keep)
    return Reader(made.unseal(allocations)), DrawReader(drawn), keep.index(place)


def assert_same(expected: Layout, found: Layout, row: int) -> None:
    """Every field of the layout of one replicate is that of a row of the other."""
    for field in fields(Layout):
        one, many = getattr(expected, field.name), getattr(found, field.name)
        if field.name == "covariates":
            assert list(one) == list(many)
            for name in one:
                assert one[name].levels == many[name].levels
                assert_row(one[name].values, many[name].values, row, name)
        elif isinstance(one, np.ndarray):
            assert_row(one, many, row, field.name)
        else:
            assert one == many, field.name


def assert_row(one: Any, many: Any, row: int, what: str) -> None:
    assert many is not None, what
    assert np.array_equal(one[0], many[row], equal_nan=True), what


@every_study
@pytest.mark.parametrize("replicate", REPLICATES)
def test_gives_the_layouts_of_the_dataset(study, replicate):
    dataset, drawn, row = readers(study, replicate)
    protocol = dataset.protocol
    covariates = tuple(one.id for one in protocol.covariates)
    guess = [one.id for one in drawn.draw.study.guesses if one.about != "administration"]
    for outcome in protocol.outcomes:
        if outcome.derived is None:
            asked = {"covariates": covariates}
            assert_same(dataset.layout(outcome.id, **asked), drawn.layout(outcome.id, **asked), row)
            asked = {"basis": "arm", "guess": guess[-1] if guess else None}
            if guess and "arm" not in {one.about for one in drawn.draw.study.guesses}:
                asked = {"basis": outcome.exposure}
            assert_same(dataset.layout(outcome.id, **asked), drawn.layout(outcome.id, **asked), row)
            assert dataset.unit(outcome) == drawn.unit(outcome)


@every_study
def test_gives_the_guesses_of_the_dataset(study):
    dataset, drawn, row = readers(study, REPLICATES[0])
    for guess in drawn.draw.study.guesses:
        assert_same(dataset.guesses(guess.id), drawn.guesses(guess.id), row)


@every_study
def test_gives_scores_as_recorded_names_and_strata(study):
    dataset, drawn, row = readers(study, REPLICATES[0])
    for outcome in dataset.protocol.outcomes:
        if outcome.change_from is not None:
            occasions = (
                outcome.change_from, *dataset.protocol.occasion_ids(*outcome.occasions),
            )  # fmt: skip
            assert_same(
                dataset.scores_as_recorded(outcome.id, occasions=occasions),
                drawn.scores_as_recorded(outcome.id, occasions=occasions),
                row,
            )
    for name in ("arms", "arm_titles", "interventions", "intervention_titles"):
        assert getattr(dataset.exposure, name) == getattr(drawn.exposure, name)
    assert np.array_equal(dataset.strata, drawn.strata)
    assert not drawn.sealed


def test_people_leave_and_miss_entries_in_what_is_compared():
    _, drawn, _ = readers("parallel", REPLICATES[0])
    mood = drawn.layout("mood")
    assert 0.6 < mood.observed.mean() < 0.95
    gone = ~mood.observed[:, :, -1] & mood.observed[:, :, 0]
    assert gone.any()


def layout_or_refusal(reader: Reader | DrawReader, basis: str, guess: str) -> Layout | str:
    try:
        return reader.layout("mood", basis=basis, guess=guess)
    except AnalysisError as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("study", ["parallel", "crossover", "self_blinded"])
def test_gives_every_basis_and_every_guess_or_the_same_refusal(study):
    dataset, drawn, row = readers(study, REPLICATES[0])
    asked = [(basis, guess) for basis in BASES for guess in ("guess", "rated")]
    refused = 0
    for basis, guess in asked:
        expected = layout_or_refusal(dataset, basis, guess)
        found = layout_or_refusal(drawn, basis, guess)
        if isinstance(expected, str) or isinstance(found, str):
            assert found == expected
            refused += 1
        else:
            assert_same(expected, found, row)
    assert 2 <= refused <= 4


def test_a_guess_asked_at_other_occasions_counts_for_all():
    dataset, drawn, row = readers("resilience", REPLICATES[0])
    asked = {"guess": "rater_guess", "occasions": ("fortnight",)}
    found = drawn.layout("brs", **asked)
    assert_same(dataset.layout("brs", **asked), found, row)
    assert np.array_equal(found.guess[..., 0], found.guess[..., 2])


def test_entries_have_the_hour_at_which_a_dataset_has_them():
    _, drawn, _ = readers("resilience", REPLICATES[0])
    evening = drawn.layout("distress", occasions=("diary",))
    hour = 24 * (evening.day % 1)
    assert (hour[evening.observed] >= 18).all()
    assert (hour[evening.observed] <= 23.5).all()
    assert np.ptp(hour[evening.observed]) > 4
    missed = ~evening.observed
    assert missed.any()
    assert (hour[missed] == 0).all()


def test_hours_follow_the_clocks_through_their_change():
    """Study day 1 of the first is 5 January 2026: clocks change on 29 March, in week 12."""
    protocol, scenario = planned("resilience")
    later = scenario.model_copy(update={"participants": 60})
    made, allocations = dataset(protocol, later, seed=SEED, replicate=1, items=False)
    drawn = DrawReader(draw(Study(protocol, later), seed=SEED, keep=[1]))
    expected = Reader(made.unseal(allocations)).layout("brs")
    assert_same(expected, drawn.layout("brs"), 0)


def test_refuses_a_derived_outcome_in_the_same_words():
    dataset, drawn, _ = readers("resilience", REPLICATES[0])
    with pytest.raises(AnalysisError) as expected:
        dataset.layout("stressor_reactivity")
    with pytest.raises(AnalysisError) as found:
        drawn.layout("stressor_reactivity")
    assert str(found.value) == str(expected.value)
