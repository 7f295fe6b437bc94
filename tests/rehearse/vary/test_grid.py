"""Grids: every field can be varied, wrong ones are refused with the words of a file."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from limen.errors import DocumentError, LimenError, RehearsalError
from limen.protocol import Protocol, load_protocol, shipped
from limen.protocol.canonical import canonical
from limen.rehearse.cell import Cell
from limen.rehearse.vary import Span, grid, parse_variation, with_fields
from limen.simulate.scenario import named_scenario


@pytest.fixture(scope="module")
def cell():
    protocol = load_protocol(shipped()["resilience"])
    return Cell(protocol=protocol, scenario=named_scenario("both", protocol=protocol))


def varied(cell, *texts):
    return grid([cell], [parse_variation(text) for text in texts])


def refused(cell, *texts):
    with pytest.raises(LimenError) as caught:
        varied(cell, *texts)
    return str(caught.value)


def test_values_are_read_as_in_a_document():
    values = parse_variation("a.b = 1, 0.5,true, word, [x, y], '1.0'").values()
    assert values == (1, 0.5, True, "word", ["x", "y"], "1.0")
    assert [type(one) for one in values] == [int, float, bool, str, list, str]


def test_a_span_is_spaced_evenly_and_has_both_ends():
    assert parse_variation("a=0..2:5").values() == (0, 0.5, 1, 1.5, 2)
    assert parse_variation("a=-0.1..0.2:4,1").values() == (-0.1, 0, 0.1, 0.2, 1)
    assert parse_variation("a=40..160:4").values() == (40, 80, 120, 160)
    assert all(isinstance(one, int) for one in Span(40, 160, 4).values())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("population.planned", "not a field with values"),
        ("population.planned=", "not a field with values"),
        ("=3", "not a field with values"),
        ("a=1,,2", "empty value"),
        ("a=0..2", "FIRST..LAST:COUNT"),
        ("a=0..2:1", "count of 2 or more"),
        ("a=2..2:3", "two different ends"),
        ("a=x..y:3", "FIRST..LAST:COUNT"),
        ("a=[1", "no value"),
        ("a=.inf", "no value"),
    ],
)
def test_what_is_no_variation_is_refused_with_an_example(text, message):
    with pytest.raises(RehearsalError, match=message):
        parse_variation(text)


def test_a_value_that_is_there_twice_is_refused():
    with pytest.raises(RehearsalError, match="takes 40 twice"):
        parse_variation("population.planned=40,20..40:2").values()


def test_the_number_of_people_takes_effect(cell):
    cells = varied(cell, "population.planned=40,80,160")
    assert [one.study.people for one in cells] == [40, 80, 160]
    assert dict(cells[0].varied) == {"population.planned": "40"}
    assert len({one.key for one in cells}) == 3


def test_the_number_of_people_takes_effect_where_the_scenario_names_another(cell):
    made = with_fields(cell, {"scenario.participants": 30})
    assert made.study.people == 30
    assert [one.study.people for one in varied(made, "population.planned=40,80")] == [40, 80]


def test_a_grid_is_every_combination_the_last_field_fastest(cell):
    cells = varied(cell, "population.planned=40,80", "scenario.every_outcome.belief=0..0.6:3")
    found = [(one.study.people, one.scenario.every_outcome.belief) for one in cells]
    assert found == [(n, b) for n in (40, 80) for b in (0, 0.3, 0.6)]
    assert cells[0].protocol is cells[1].protocol  # built once


@pytest.mark.parametrize(
    ("path", "value", "get"),
    [
        (
            "scenario.every_outcome.direct.active",
            0.3,
            lambda c: c.scenario.every_outcome.direct.active,
        ),
        ("scenario.side_effects[headache].share", 0.1, lambda c: c.scenario.side_effects[0].share),
        ("scenario.noticing.d_prime.interventions.lsd_10", 2, lambda c: c.study.d_prime[1]),
        ("scenario.effects_in", "points", lambda c: c.scenario.effects_in),
        ("scenario.belief.told.weight", 1, lambda c: c.scenario.belief.told.weight),
        (
            "interventions.lsd_10.dose.amount",
            5,
            lambda c: c.protocol.intervention("lsd_10").dose.amount,
        ),
        (
            "interventions[1].dose.amount",
            5,
            lambda c: c.protocol.intervention("lsd_10").dose.amount,
        ),
        (
            "analysis.analyses[reactivity].bootstrap",
            500,
            lambda c: c.protocol.analysis.analyses[1].bootstrap,
        ),
        ("guesses[guess].dont_know", False, lambda c: c.protocol.guess("guess").dont_know),
        ("allocation.block_sizes", [4], lambda c: list(c.protocol.allocation.block_sizes)),
        ("population.strata[site].from", "site", lambda c: c.protocol.population.strata[0].from_),
    ],
)
def test_any_field_can_be_varied(cell, path, value, get):
    assert get(with_fields(cell, {path: value})) == value


def test_nothing_else_changes(cell):
    made = with_fields(cell, {"guesses[early_guess].share_asked": 1})
    guess = made.protocol.guess("early_guess").model_copy(update={"share_asked": 0.5})
    guesses = tuple(guess if one.id == "early_guess" else one for one in made.protocol.guesses)
    assert made.protocol.model_copy(update={"guesses": guesses}).hash == cell.protocol.hash
    assert made.scenario is cell.scenario


@pytest.mark.parametrize("name", shipped())
def test_a_document_is_the_same_after_it_was_taken_apart(name):
    protocol = load_protocol(shipped()[name])
    assert Protocol.model_validate(canonical(protocol)).hash == protocol.hash


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("population.planed=40", "'population' has no field 'planed'. Did you mean 'planned'?"),
        ("planned=40", "Did you mean 'population.planned'?"),
        ("belief.criterion=1", "Did you mean 'scenario.belief.criterion'?"),
        ("every_outcome.belief=1", "Did you mean 'scenario.every_outcome.belief'?"),
        ("interventions[lsd_1].dose.amount=5", "no element 'lsd_1'. Did you mean 'lsd_10'?"),
        ("arms[7].title=x", "no element '7'. Write one of: PL, MD."),
        ("scenario.every_outcome.direct=1", "such as scenario.every_outcome.direct.active"),
        (
            "scenario.outcomes[brs].belief=1",
            "The list is empty. There is scenario.every_outcome.belief",
        ),
        ("registration.number=3", "'registration' is unknown (an example"),
        ("periods.count=3", "'periods' is left out in the document"),
        ("title.x=3", "'title' is a value"),
        ("scenario=3", "Name a field of it"),
    ],
)
def test_a_field_that_is_not_there_is_refused_with_the_nearest(cell, text, said):
    assert said in refused(cell, text)


def test_a_field_that_stands_elsewhere_is_found(cell):
    said = refused(cell, "scenario.belief.direct=0..2:5")
    assert "'scenario.belief' has no field 'direct'" in said
    assert "scenario.every_outcome.direct.active" in said
    assert "scenario.every_outcome.belief" in said
    assert "Write one of: criterion" in said


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("population.planned=0", "population.planned", "0 is out of range. Write more than 0."),
        ("population.planned=40.5", "population.planned", "This must be a whole number."),
        ("scenario.every_outcome.sd_between=-1", "scenario.every_outcome.sd_between", "at least 0"),
        (
            "scenario.leaving.at_random_per_week=0..2:3",
            "scenario.leaving.at_random_per_week",
            "at most 1",
        ),
        (
            "scenario.noticing.d_prime.active=true",
            "scenario.noticing.d_prime.active",
            "must be a number",
        ),
        ("guesses[guess].dont_know=3", "guesses[1].dont_know", "true or false"),
        ("interventions.lsd_10.dose.amount=100", "interventions[1].dose.amount", "exceeds 20 ug"),
        ("allocation.block_sizes=[3]", "allocation.block_sizes[0]", "no multiple of 2"),
        ("design.kind=paralel", "design.kind", "Did you mean 'parallel'?"),
    ],
)
def test_a_value_is_refused_as_in_a_file(cell, text, path, said):
    with pytest.raises(DocumentError) as caught:
        varied(cell, text)
    assert path in [problem.path for problem in caught.value.problems]
    assert said in str(caught.value)
    assert text.split("=")[0] in caught.value.message


def test_a_scenario_that_no_longer_fits_is_refused(cell):
    said = refused(cell, "scenario.noticing.d_prime.interventions.lsd10=1")
    assert "no intervention 'lsd10'. Did you mean 'lsd_10'?" in said
    said = refused(cell, "scenario.side_effects[headache].share=0.5,0.995")
    assert "The probability of 'headache' becomes 1.005" in said


def test_a_field_that_is_set_twice_is_refused(cell):
    assert "set the same field" in refused(cell, "population.planned=4", "population.planned=6")
    assert "both say how many" in refused(cell, "population.planned=4", "scenario.participants=6")
    both = ("scenario.every_outcome.direct={active: 1}", "scenario.every_outcome.direct.active=1,2")
    assert "set the same field" in refused(cell, *both)


def test_a_grid_of_a_billion_cells_is_refused_at_once(cell):
    started = time.perf_counter()
    texts = [f"scenario.every_outcome.{name}=0..1:1000" for name in ("belief", "placebo", "mood")]
    assert "1,000,000,000 cells (1 × 1,000 × 1,000 × 1,000)" in refused(cell, *texts)
    assert "1,000,000,000 cells" in refused(cell, "population.planned=1..1000000000:1000000000")
    assert time.perf_counter() - started < 1


def test_every_cell_counts_in_the_size_of_a_grid(cell):
    other = replace(cell, scenario=named_scenario("null"))
    with pytest.raises(LimenError, match=r"10,002 cells \(2 × 5,001\)"):
        grid([cell, other], [parse_variation("scenario.every_outcome.belief=0..1:5001")])


def test_no_variation_leaves_cells_as_they_are(cell):
    assert grid([cell], []) == (cell,)
