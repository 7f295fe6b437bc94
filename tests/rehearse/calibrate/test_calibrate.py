"""From a dataset to a scenario: what is in it, what is left open, and that it is valid."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from limen.cli.app import app
from limen.dataset import Allocations, Dataset, UnsealedDataset, write_allocations, write_dataset
from limen.errors import DocumentError
from limen.protocol import load_protocol, shipped
from limen.rehearse.calibrate import (
    Calibration,
    Learned,
    calibrate,
    items_of,
    write_calibrated,
)
from limen.rehearse.calibrate.records.drawn import record_of_draw, sealed
from limen.rehearse.calibrate.records.reading import record_of
from limen.simulate.dataset import dataset
from limen.simulate.draw import draw
from limen.simulate.scenario import load_scenario, named_scenario, parse_scenario

Made = tuple[Dataset, Allocations]
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def made(study) -> Made:
    chosen = study("dosed", people=80)
    return dataset(chosen.protocol, chosen.scenario, seed=11, items=False)


@pytest.fixture(scope="module")
def unsealed(made: Made) -> UnsealedDataset:
    return made[0].unseal(made[1])


@pytest.fixture(scope="module")
def found(unsealed: UnsealedDataset) -> Calibration:
    return calibrate(unsealed, today=TODAY)


def paths(calibration: Calibration) -> set[str]:
    return {one.path for one in calibration.estimates}


def test_a_dataset_gives_the_record_that_its_draw_gives(study, unsealed) -> None:
    ours = record_of(unsealed)
    theirs = record_of_draw(draw(study("dosed", people=80), seed=11, keep=[0]), 0)
    for name in ("given", "content", "taken", "dose_recorded", "state"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), err_msg=name)
    for name in ("scores", "answers", "confidence", "expected", "covariates"):
        mine, other = getattr(ours, name), getattr(theirs, name)
        assert mine.keys() == other.keys()
        for key in mine:
            np.testing.assert_allclose(mine[key], other[key], atol=1e-9, err_msg=f"{name} {key}")
    assert ours.stops == theirs.stops
    assert ours.events == theirs.events
    assert ours.rescued == theirs.rescued


def test_the_scenario_is_valid_and_says_where_it_comes_from(found, unsealed, tmp_path) -> None:
    path = write_calibrated(found, tmp_path / "learned.yaml")
    again = load_scenario(path, protocol=unsealed.protocol)
    assert again.id == "learned"
    assert again.model_copy(update={"id": found.scenario.id}) == found.scenario
    assert unsealed.hash in again.sources[0]
    assert "2026-11-23" in again.sources[0]
    assert "SIMULATED" in again.sources[0]
    assert again.participants == 80


def test_what_is_learned_stands_in_the_scenario_rounded_to_its_error(found) -> None:
    by_path = {one.path: one for one in found.estimates}
    d_prime = by_path["noticing.d_prime.interventions.low"]
    said = found.scenario.noticing.d_prime.of("low", "active")
    assert said == pytest.approx(d_prime.value, abs=d_prime.standard_error / 10)
    assert f"± {d_prime.standard_error:.2f} (n {d_prime.n}" in found.text
    assert sum(found.scenario.covariates[1].shares) == pytest.approx(1, abs=1e-9)


def test_a_new_dataset_of_the_learned_scenario_can_be_simulated(found, unsealed) -> None:
    again, allocations = dataset(unsealed.protocol, found.scenario, seed=3, items=False)
    assert len(again.participants) == 80
    assert calibrate(again.unseal(allocations)).estimates


def test_belief_and_direct_effects_stay_0_with_both_values_listed(found) -> None:
    open_ones = {one.path: one for one in found.not_identified}
    direct = open_ones["outcomes.wellbeing.direct.interventions.low"]
    belief = open_ones["outcomes.wellbeing.belief"]
    all_belief, none = (corner.value for corner in direct.corners)
    slope, nothing = (corner.value for corner in belief.corners)
    assert nothing == 0
    # truth: direct 1, belief 1.5; without belief the arms differ by more
    assert none - all_belief == pytest.approx(slope * 0.26, abs=0.25)
    outcome = found.scenario.outcomes[0]
    assert outcome.direct.is_nothing
    assert outcome.belief == 0


def test_each_assumption_puts_its_values_into_the_scenario(unsealed, found) -> None:
    corners = {one.path: one.corners for one in found.not_identified}
    for assume, place in (("belief_causes_outcome", 0), ("guess_follows_outcome", 1)):
        assumed = calibrate(unsealed, assume=assume)
        by_path = {one.path: one for one in assumed.estimates}
        direct = by_path["outcomes.wellbeing.direct.interventions.low"]
        wanted = corners["outcomes.wellbeing.direct.interventions.low"][place].value
        assert direct.value == pytest.approx(wanted, rel=1e-9)
        assert direct.given.startswith("assumed:")
        assert ("outcomes.wellbeing.belief" in by_path) == (place == 0)


def test_a_sealed_dataset_gives_what_needs_no_arms(made: Made, found: Calibration) -> None:
    found_sealed = calibrate(made[0])
    assert {"outcomes.wellbeing.sd_within", "adherence.missed_entry", "expectation.mean"} <= paths(
        found_sealed
    )
    assert not any(
        word in path
        for path in paths(found_sealed)
        for word in ("direct", "d_prime", "added", "filler")
    )
    reasons = {one.path: one.reason for one in found_sealed.not_identified}
    assert "sealed" in reasons["noticing, belief"]
    assert "sealed" in reasons["outcomes.wellbeing.direct"]
    assert "sealed" in reasons["side_effects.headache.added"]
    assert found_sealed.scenario.noticing.d_prime.is_nothing


def test_a_sealed_record_knows_nothing_of_what_was_given(study, made: Made) -> None:
    drawn = record_of_draw(draw(study("dosed", people=80), seed=11, keep=[0]), 0)
    ours, theirs = record_of(made[0]), sealed(drawn)
    assert np.all(ours.given == -1)
    assert np.all(ours.content == -1)
    for name in ("given", "content", "taken", "state"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), err_msg=name)
    said = {one.path: one.value for one in items_of(ours) if isinstance(one, Learned)}
    again = {one.path: one.value for one in items_of(theirs) if isinstance(one, Learned)}
    assert said == pytest.approx(again, rel=1e-9)


def without(unsealed: UnsealedDataset, **tables: list[dict[str, object]]) -> UnsealedDataset:
    smaller = unsealed.with_tables(**tables)
    rows = [dict(row) for row in unsealed.sealed_allocations.rows]
    return smaller.unseal(Allocations.of(smaller.hash, rows))


def test_no_guess_is_left_open_and_no_crash(unsealed) -> None:
    bare = calibrate(without(unsealed, guesses=[], expectancies=[], adverse_events=[]))
    reasons = {one.path: one.reason for one in bare.not_identified}
    assert "No guess" in reasons["noticing, belief"]
    assert "asked what they expect" in reasons["expectation"]
    assert "No adverse event" in reasons["side_effects"]
    assert "could not be set against guesses" in reasons["outcomes.intensity.felt"]
    assert bare.scenario.belief.criterion == 0


def test_one_score_each_leaves_the_spread_open(unsealed) -> None:
    rows = [dict(row) for row in unsealed.rows("scores") if row["occasion"] == "day.2"]
    bare = calibrate(without(unsealed, scores=rows))
    both = {one.path: one for one in bare.not_identified if "wellbeing.sd" in one.path}
    assert set(both) == {"outcomes.wellbeing.sd_between", "outcomes.wellbeing.sd_within"}
    scores = [float(row["score"]) for row in rows if row["subscale"] == "total"]
    whole = both["outcomes.wellbeing.sd_between"].corners[0].value
    assert whole == pytest.approx(np.std(scores, ddof=1), rel=0.1)


def test_no_scores_at_all_is_left_open(unsealed) -> None:
    bare = calibrate(without(unsealed, scores=[]))
    assert "There is no score." in {one.reason for one in bare.not_identified}


def test_a_study_that_everybody_left_at_once_leaves_the_rate_open() -> None:
    protocol = load_protocol(shipped()["mdlsd"])
    gone = "participants: 2\nleaving: {at_random_per_week: 1}\nadherence: {missed_entry: 1}\n"
    scenario = parse_scenario(f"limen: 1\nid: gone\ntitle: Gone\n{gone}", protocol=protocol)
    made, allocations = dataset(protocol, scenario, seed=1)
    found = calibrate(made.unseal(allocations))
    [rate] = [one for one in found.not_identified if one.path == "leaving.at_random_per_week"]
    assert "no rate is too high" in rate.reason


def test_scores_at_a_floor_are_used_but_not_called_learned(found) -> None:
    assert not any(path.startswith("outcomes.strain") for path in paths(found))
    assert found.scenario.outcomes[1].sd_within is not None
    assert any("floor" in finding for finding in found.findings)
    assert any(
        one.path == "outcomes.strain.mean" and "floor" in one.reason for one in found.not_identified
    )


@pytest.mark.parametrize("name", ["mdlsd", "holze_crossover"])
@pytest.mark.parametrize("scenario", ["null", "side_effects_unblind"])
def test_shipped_protocols_can_be_calibrated(name: str, scenario: str) -> None:
    protocol = load_protocol(shipped()[name])
    data, allocations = dataset(
        protocol, named_scenario(scenario, protocol=protocol), seed=5, items=False
    )
    assert calibrate(data.unseal(allocations)).estimates
    assert calibrate(data).estimates


def test_a_scenario_file_is_never_replaced(found: Calibration, tmp_path: Path) -> None:
    path = write_calibrated(found, tmp_path / "learned")
    before = path.read_text(encoding="utf-8")
    with pytest.raises(DocumentError, match="exists already"):
        write_calibrated(found, path)
    assert path.read_text(encoding="utf-8") == before
    assert [one.name for one in tmp_path.iterdir()] == ["learned.yaml"]


def test_the_text_is_the_scenario(found: Calibration) -> None:
    assert parse_scenario(found.text) == found.scenario
    assert found.text.count("±") > 20
    assert "# Not identified by these data" in found.text


@pytest.fixture(scope="module")
def folders(made: Made, tmp_path_factory) -> tuple[Path, Path]:
    place = tmp_path_factory.mktemp("calibrate")
    allocations = write_allocations(made[1], place / "allocations")
    write_dataset(made[0], place / "study")
    return place / "study", allocations


def test_the_command_writes_a_scenario_and_prints_what_is_open(folders, tmp_path: Path) -> None:
    study, allocations = map(str, folders)
    out = str(tmp_path / "learned.yaml")
    command = ["scenario", "calibrate", study, "--allocations", allocations, "--out", out]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    assert "noticing.d_prime.interventions.low" in result.output
    assert "What these data do not identify" in result.output
    assert CliRunner().invoke(app, ["scenario", "check", out]).exit_code == 0
    refused = CliRunner().invoke(app, command)
    assert refused.exit_code == 2
    assert "exists already" in refused.output


def test_the_command_gives_json(folders) -> None:
    result = CliRunner().invoke(app, ["scenario", "calibrate", str(folders[0]), "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert found["scenario"]["participants"] == 80
    assert {"path", "value", "standard_error", "n"} <= found["estimates"][0].keys()
