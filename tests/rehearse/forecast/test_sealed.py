"""A forecast is written once, the same each time, and not used once it was changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from limen.errors import DocumentError
from limen.rehearse.forecast import (
    forecast_of,
    load_forecast,
    parse_beliefs,
    parse_forecast,
    score,
    shipped_beliefs,
    text_of,
    write_forecast,
)

COMMITTED = Path(__file__).parents[3] / "forecasts"
NAMES = ("T02", "T10", "T14")


def test_a_forecast_reads_as_it_was_written(small, tmp_path):
    path = write_forecast(small, tmp_path / "made")
    assert path.name == "made.yaml"
    assert load_forecast(path) == small


def test_the_same_beliefs_and_day_give_the_same_file(small, protocol, beliefs_text):
    again = forecast_of(protocol, parse_beliefs(beliefs_text), made_on="2026-11-26")
    assert text_of(again) == text_of(small)
    text = beliefs_text.replace("seed: 5", "seed: 6")
    assert forecast_of(protocol, parse_beliefs(text), made_on="2026-11-26").hash != small.hash


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r'made_on: "2026-11-26"', 'made_on: "2020-01-01"'),
        (r"seed: 5", "seed: 6"),
        (r"Nothing much", "Nothing at all"),
        (r"known_before: .*\n", "\n"),
        (r"probability: 0\.", "probability: 0.1"),
        (r"quantiles: \[-", "quantiles: [-9"),
        (r"criterion: 0\.5", "criterion: 0.6"),
        (r"mean: -2,", "mean: -2.5,"),
        (r'\nhash: "....', '\nhash: "0000'),
        (r"\nhash: .*\n", "\n"),
    ],
)
def test_a_forecast_that_was_changed_is_not_used(small, old, new):
    text, changes = re.subn(old, new, text_of(small), count=1)
    assert changes == 1
    with pytest.raises(DocumentError, match=r"was changed after|problem"):
        parse_forecast(text)


def test_a_changed_forecast_is_named_with_both_hashes(small, tmp_path):
    path = tmp_path / "changed.yaml"
    path.write_text(text_of(small).replace("seed: 5", "seed: 6"), encoding="utf-8")
    with pytest.raises(DocumentError, match="was changed after 2026-11-26") as raised:
        load_forecast(path)
    [problem] = raised.value.problems
    assert small.hash[:16] in problem.message
    assert (problem.path, problem.file) == ("hash", path)
    assert (
        problem.line
        == path.read_text(encoding="utf-8").splitlines().index(f'hash: "{small.hash}"') + 1
    )


def test_comments_and_layout_do_not_count(small):
    text = "# a note\n\n" + text_of(small).replace("seed: 5", "seed:   5   # as before")
    assert parse_forecast(text) == small


def test_a_changed_forecast_is_not_scored_either(small):
    changed = small.model_copy(update={"seed": 7})
    with pytest.raises(DocumentError, match="not scored"):
        score(changed, [])


def test_an_existing_file_is_never_replaced(small, tmp_path):
    path = tmp_path / "made.yaml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(DocumentError, match="exists already"):
        write_forecast(small, path)
    assert path.read_text(encoding="utf-8") == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["made.yaml"]


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_forecast_is_as_it_was_made(name):
    found = load_forecast(COMMITTED / f"{name}.yaml")
    assert (found.trial, found.made_on) == (name, "2026-11-26")
    page = (COMMITTED / "README.md").read_text(encoding="utf-8")
    assert found.hash in page
    assert {one.id for one in found.predictions} == {
        one.id for one in parse_beliefs(shipped_beliefs()[name].read_text()).predictions
    }


def test_there_is_no_forecast_without_a_test():
    assert sorted(path.stem for path in COMMITTED.glob("*.yaml")) == list(NAMES)
    assert sorted(shipped_beliefs()) == list(NAMES)
