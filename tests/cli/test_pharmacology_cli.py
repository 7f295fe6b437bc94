"""`limen pharmacology`: what is printed and drawn, and what is refused."""

from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

from limen.cli import pharmacology as verbs
from limen.errors import AnalysisError, DocumentError, ProtocolError
from limen.protocol import shipped


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def invoke(*words: str):
        return runner.invoke(verbs.app, [str(word) for word in words])

    return invoke


def test_list_names_both_substances(run):
    result = run("list")
    assert result.exit_code == 0
    assert "Psilocybin; kinetics studied at 15 mg to 42 mg" in result.output
    assert [each["id"] for each in json.loads(run("list", "--json").output)] == [
        "lsd",
        "psilocybin",
    ]


def test_show_prints_every_number_with_its_source(run):
    result = run("show", "lsd")
    assert result.exit_code == 0
    line = next(
        line
        for line in result.output.splitlines()
        if line.startswith("kinetics.sublingual_10.clearance")
    )
    assert line.split()[1:4] == ["7.78", "L/h", "6.75"]
    assert line.endswith("morse2025")
    assert "10.1177/02698811251330747" in result.output
    assert "no human occupancy of LSD has been published" in result.output
    assert "No dose is recommended." in result.output


def test_show_json_has_how_each_number_was_seen(run):
    shown = json.loads(run("show", "psilocybin", "--json").output)
    found = {each["parameter"]: each for each in shown["parameters"]}
    assert found["occupancy.half_occupancy"]["seen"] == "secondary source"
    assert found["occupancy.half_occupancy"]["verify"] is True
    assert found["variability.log_sd_absorption"]["seen"] == "assumed"


def test_show_of_an_unknown_substance(run):
    result = run("show", "lsdd")
    assert isinstance(result.exception, DocumentError)
    assert "Did you mean 'lsd'?" in str(result.exception)


def test_show_of_a_file(run, tmp_path):
    (tmp_path / "mine.yaml").write_text("limen_substance: 1\n", encoding="utf-8")
    result = run("show", "mine.yaml")
    assert isinstance(result.exception, DocumentError)
    assert "kinetics: This key is missing." in str(result.exception)


def test_test_prints_hits_and_misses(run):
    result = run("test")
    assert result.exit_code == 0
    line = next(
        line for line in result.output.splitlines() if "Morse 2025" in line and "peak, 10" in line
    )
    assert line.split()[-5:] == ["0.276", "0.2", "ng/mL", "1.38", "miss"]
    checks = json.loads(run("test", "--json").output)
    hits = sum(check["hit"] for check in checks)
    assert f"{hits} hits, {len(checks) - hits} misses." in result.output


def test_plot_of_a_protocol_draws_its_regimen(run, tmp_path):
    result = run("plot", "resilience", "--out", "figures", "--people", "50")
    assert result.exit_code == 0
    assert "Kinetics: Sublingual, 10 ug" in result.output
    assert "No occupancy is drawn" in result.output
    names = sorted(path.name for path in (tmp_path / "figures").glob("*.svg"))
    assert names == [
        "one_dose_concentration.svg",
        "one_dose_effect.svg",
        "one_dose_effect_site.svg",
        "perceptibility_MD.svg",
        "regimen_concentration.svg",
        "regimen_effect.svg",
        "regimen_effect_site.svg",
    ]
    for name in names:
        text = (tmp_path / "figures" / name).read_text(encoding="utf-8")
        assert text.startswith("<?xml")
        assert "nan" not in text
    with (tmp_path / "figures" / "perceptibility_MD.csv").open(encoding="utf-8") as file:
        days = [row["day"] for row in csv.DictReader(file) if row["line"] == "placebo"]
    assert days == [str(day) for day in range(1, 41, 3)]


def test_doses_rise_and_fall_on_the_days_of_the_regimen(run, tmp_path):
    run("plot", "resilience", "--out", "figures", "--people", "50")
    with (tmp_path / "figures" / "regimen_concentration.csv").open(encoding="utf-8") as file:
        course = {float(row["day"]): float(row["value"]) for row in csv.DictReader(file)}
    at = {round((day - 1) * 24): value for day, value in course.items()}
    assert at[7] == 0  # before the first dose, at 7 in the morning of day 1
    assert at[9] > 0.15
    assert at[24 * 3] < 0.001  # three days later, before the next
    assert at[24 * 3 + 9] > 0.15


def test_plot_of_a_crossover_draws_one_order_and_says_so(run, tmp_path):
    result = run("plot", "holze_crossover", "--people", "20")
    assert result.exit_code == 0
    assert "Drawn: arm order_1; 23 further arms give doses." in result.output
    with (tmp_path / "pharmacology" / "one_dose_concentration.csv").open(encoding="utf-8") as file:
        assert {row["line"] for row in csv.DictReader(file)} == {"5 ug", "10 ug", "20 ug"}


@pytest.mark.parametrize(("id", "last"), [("lsd", "one_dose_effect"), ("psilocybin", "occupancy")])
def test_plot_of_a_substance_draws_published_doses_only(run, tmp_path, id, last):
    result = run("plot", id, "--people", "20")
    assert result.exit_code == 0
    assert last in result.output
    assert "recommends no dose" in result.output


def test_the_same_seed_draws_the_same_figures(run, tmp_path):
    for folder in ("one", "two"):
        run("plot", "mueller_adhd", "--people", "20", "--out", folder)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("words", "error", "says"),
    [
        (("plot", "self_blinding"), AnalysisError, "no dosing days"),
        (("plot", "missing.yaml"), ProtocolError, "no such file"),
        (("plot", "resilience", "--substance", "ketamine"), DocumentError, "Known: lsd"),
    ],
)
def test_what_cannot_be_drawn_is_said(run, words, error, says):
    result = run(*words)
    assert isinstance(result.exception, error)
    assert says in str(result.exception)


def changed(tmp_path, old: str, new: str):
    text = shipped()["mueller_adhd"].read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "changed.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_a_substance_that_limen_does_not_know_can_be_taken_for_another(run, tmp_path):
    file = changed(tmp_path, "{id: lsd, title: LSD base", "{id: own, title: Own")
    file.write_text(file.read_text().replace("substance: lsd", "substance: own"))
    result = run("plot", file)
    assert "no data on the protocol's substance 'own'" in str(result.exception)
    assert run("plot", file, "--substance", "lsd", "--people", "20").exit_code == 0


def test_a_dose_that_is_unknown_is_not_drawn(run, tmp_path):
    file = changed(tmp_path, "dose: {amount: 20, unit: ug}, f", "dose: {unknown: not said}, f")
    result = run("plot", file)
    assert isinstance(result.exception, AnalysisError)
    assert "Only a planned amount can be drawn" in str(result.exception)


def test_no_option_takes_a_dose_or_a_persons_weight(run):
    for verb in ("show", "plot", "test"):
        text = run(verb, "--help").output.lower()
        assert "--dose" not in text
        assert "--weight" not in text
