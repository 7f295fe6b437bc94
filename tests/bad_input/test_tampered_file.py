"""Files changed after they were written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_a_table(place) -> None:
    change(place.dataset / "scores.csv", ",total,4", ",total,5")
    told = place.refused()
    assert "scores.csv: was changed after the dataset was written" in told
    assert "Use an unchanged copy; corrections are made where the data come from." in told
    code, checked = place.check()
    assert code == 1
    assert "scores.csv: was changed" in checked


def test_a_table_that_no_analysis_uses(place) -> None:
    """It is refused all the same: the hash in the report stands for the whole dataset."""
    change(place.dataset / "deviations.csv", "\n", "\n\n")
    assert "deviations.csv: was changed" in place.refused()


def test_a_table_with_its_checksum_forged(place) -> None:
    place.spoil("scores", lambda content: content.replace(b",total,4", b",total,5", 1))
    assert "scores.csv: does not hold the rows that dataset.json lists." in place.refused()


def test_a_missing_table(place) -> None:
    (place.dataset / "guesses.csv").unlink()
    told = place.refused()
    assert "is not complete" in told or "cannot be read" in told
    assert "Copy the whole folder again." in told


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"content": "', '"content": "0', "its hash does not follow"),
        ('"simulated": true', '"simulated": false', "its hash does not follow"),
        ('"simulated": true', '"simulated": "no"', "lacks or misstates 'simulated'"),
        ('"limen_dataset": 1', '"limen_dataset": 9', "reads format 1"),
        ('"file": "scores.csv"', '"file": "../scores.csv"', "a file name inside the folder"),
        ("{", "[", "is not what Limen writes there"),
    ],
)
def test_the_manifest(place, old: str, new: str, says: str) -> None:
    change(place.dataset / "dataset.json", old, new)
    told = place.refused()
    assert "dataset.json" in told or "has format 9" in told
    assert says in told
    assert place.check()[0] == 2


def test_the_number_of_rows_in_the_manifest(place) -> None:
    change(place.dataset / "dataset.json", '"rows": 40', '"rows": 41')
    assert "participants.csv: does not hold the rows that dataset.json lists." in place.refused()


def test_the_protocol(place) -> None:
    change(place.dataset / "protocol.yaml", "alpha: 0.05", "alpha: 0.1")
    assert "is not the protocol that dataset.json names" in place.refused()


def test_the_allocations(place) -> None:
    change(place.allocations, ",PL,", ",MD,")
    told = place.refused()
    assert "The allocations were changed after they were written." in told
    assert "Use an unchanged copy of both files." in told
    assert place.check("--allocations", str(place.allocations))[0] == 1


def test_the_seal_of_the_allocations(place) -> None:
    seal = place.allocations.with_name("allocations.json")
    content = json.loads(seal.read_text())
    seal.write_text(json.dumps({**content, "dataset": "0" * 64}))
    assert "its hash does not follow from its content" in place.refused()
