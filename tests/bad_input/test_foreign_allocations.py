"""Allocations of another dataset, or none that can be read."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from studies import Study, parallel


def test_of_another_dataset(place, at: Callable) -> None:
    other = at(parallel(7).planning("last"))
    shutil.copytree(other.allocations.parent, place.root / "foreign")
    told = place.refused("--allocations", str(place.root / "foreign"), sealed=True)
    assert "These allocations belong to another dataset." in told
    assert "was sealed for dataset" in told
    assert "a dataset that was changed or made again needs its own" in told
    code, said = place.check("--allocations", str(place.root / "foreign"))
    assert code == 1
    assert "was sealed for dataset" in said


def test_of_the_dataset_before_it_was_corrected(at: Callable, short_study: Study, place) -> None:
    rows = list(short_study.dataset.rows("scores"))
    rows[0]["score"] = "0"
    corrected = at(short_study.with_tables(scores=rows))
    told = corrected.refused("--allocations", str(place.allocations), sealed=True)
    assert "These allocations belong to another dataset." in told


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"participant,arm\np01\n", "were changed after they were written"),
        (b"\xff\xfe", "were changed after they were written"),
    ],
)
def test_that_cannot_be_read(place, content: bytes | None, says: str) -> None:
    if content is None:
        place.allocations.unlink()
    else:
        place.allocations.write_bytes(content)
    assert says in place.refused()


def test_without_their_seal(place) -> None:
    place.allocations.with_name("allocations.json").unlink()
    told = place.refused()
    assert "allocations.json: cannot be read" in told
    assert "must lie beside it" in told


def test_that_are_another_file(place) -> None:
    told = place.refused("--allocations", str(place.dataset / "scores.csv"), sealed=True)
    assert "The allocations cannot be read." in told
