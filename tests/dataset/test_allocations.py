"""Allocations open the dataset that they were made with, and no other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from limen.dataset import (
    Allocations,
    Dataset,
    UnsealedDataset,
    read_allocations,
    read_dataset,
    write_allocations,
    write_dataset,
)
from limen.errors import AllocationsError, DatasetError


@pytest.fixture
def rows(sealed: Allocations) -> list[dict[str, Any]]:
    return [dict(row) for row in sealed.rows]


def test_it_works(tmp_path: Path, small: Dataset, sealed: Allocations) -> None:
    stored = write_dataset(small, tmp_path / "study")
    file = write_allocations(sealed, tmp_path / "secret")
    assert file == tmp_path / "secret" / "allocations.csv"

    unsealed = stored.unseal(read_allocations(file))

    assert isinstance(unsealed, UnsealedDataset)
    assert unsealed.arm_of == {"anna": "PL", "ben": "PL", "chloe": "MD", "dan": "MD"}
    assert unsealed.allocations["intervention"].tolist() == ["placebo"] * 4 + ["microdose"] * 4
    assert unsealed.allocations["period"].tolist() == [1, 2] * 4
    assert unsealed.hash == small.hash
    assert unsealed.allocations_hash == sealed.hash
    assert not hasattr(stored, "allocations")
    assert read_allocations(tmp_path / "secret").hash == sealed.hash


def test_they_may_lie_beside_published_data(
    tmp_path: Path, small: Dataset, sealed: Allocations
) -> None:
    stored = write_dataset(small, tmp_path / "study", allocations=sealed)
    assert stored.unseal(read_allocations(tmp_path / "study" / "allocations.csv"))
    assert read_dataset(tmp_path / "study").hash == small.hash


def test_those_of_another_dataset_are_refused(
    small: Dataset, sealed: Allocations, tmp_path: Path
) -> None:
    other = small.with_tables(guesses=[])
    with pytest.raises(AllocationsError, match="belong to another dataset"):
        other.unseal(sealed)
    with pytest.raises(AllocationsError, match="belong to another dataset"):
        write_dataset(other, tmp_path / "study", allocations=sealed)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"participant": "eve"}, "'eve' is not in the dataset"),
        ({"arm": "md"}, "'md' is no arm of the protocol. Did you mean 'MD'"),
        ({"arm": "MD"}, "participant 'anna' has arms 'MD' and 'PL'"),
        ({"intervention": "placbo"}, "Did you mean 'placebo'"),
        ({"period": "2", "kit": "anna-2"}, "occur twice"),
    ],
)
def test_what_does_not_fit_is_refused(
    small: Dataset, rows: list[dict[str, Any]], change: dict[str, str], says: str
) -> None:
    rows[0].update(change)
    with pytest.raises(AllocationsError, match=says):
        small.unseal(Allocations.of(small.hash, rows))


def test_an_unknown_arm_stays_unknown(small: Dataset, rows: list[dict[str, Any]]) -> None:
    for row in rows[:2]:
        row["arm"] = ""
    unsealed = small.unseal(Allocations.of(small.hash, rows))
    assert "anna" not in unsealed.arm_of


def tamper_with_rows(folder: Path) -> None:
    file = folder / "allocations.csv"
    file.write_text(file.read_text().replace("microdose", "placebo", 1))


def tamper_with_seal(folder: Path) -> None:
    from hashlib import sha256

    tamper_with_rows(folder)
    seal = json.loads((folder / "allocations.json").read_text())
    seal["sha256"] = sha256((folder / "allocations.csv").read_bytes()).hexdigest()
    (folder / "allocations.json").write_text(json.dumps(seal))


def bind_to_another(folder: Path) -> None:
    seal = json.loads((folder / "allocations.json").read_text())
    seal["dataset"] = "0" * 64
    (folder / "allocations.json").write_text(json.dumps(seal))


@pytest.mark.parametrize("tamper", [tamper_with_rows, tamper_with_seal, bind_to_another])
def test_changed_files_are_refused(
    tmp_path: Path, sealed: Allocations, tamper: Callable[[Path], None]
) -> None:
    write_allocations(sealed, tmp_path / "secret")
    tamper(tmp_path / "secret")
    with pytest.raises(AllocationsError, match="were changed"):
        read_allocations(tmp_path / "secret")


@pytest.mark.parametrize("name", ["allocations.csv", "allocations.json"])
def test_a_missing_file_is_named(tmp_path: Path, sealed: Allocations, name: str) -> None:
    write_allocations(sealed, tmp_path / "secret")
    (tmp_path / "secret" / name).unlink()
    with pytest.raises(AllocationsError, match=name):
        read_allocations(tmp_path / "secret" / "allocations.csv")


@pytest.mark.parametrize("seal", ["", "{}", "[]", '{"limen_allocations": 2, "dataset": "x"}'])
def test_a_seal_that_is_none_is_refused(tmp_path: Path, sealed: Allocations, seal: str) -> None:
    write_allocations(sealed, tmp_path / "secret")
    (tmp_path / "secret" / "allocations.json").write_text(seal)
    with pytest.raises(AllocationsError):
        read_allocations(tmp_path / "secret")


def test_nothing_is_overwritten(tmp_path: Path, sealed: Allocations) -> None:
    write_allocations(sealed, tmp_path / "secret")
    with pytest.raises(DatasetError, match="nothing is overwritten"):
        write_allocations(sealed, tmp_path / "secret")
