"""A dataset is written row by row, at once or not at all, and without pandas."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from limen.dataset import (
    TABLES,
    Dataset,
    DatasetWriter,
    Provenance,
    read_dataset,
    write_dataset,
)
from limen.errors import DatasetError
from limen.protocol import Protocol

ANNA = {"participant": "anna", "respondent": "staff", "source": "test"}


def writer(folder: Path, protocol: Protocol) -> DatasetWriter:
    return DatasetWriter(folder, protocol=protocol, simulated=True, seed=3)


def test_it_works(tmp_path: Path, protocol: Protocol) -> None:
    with writer(tmp_path / "study", protocol) as out:
        out.add("participants", {**ANNA, "age_years": 31.5})
        out.add("participants", {**ANNA, "participant": "ben", "sex": 'says "x", y'})

    data = read_dataset(tmp_path / "study")
    assert data.participants == ("anna", "ben")
    assert (data.simulated, data.seed, data.protocol.hash) == (True, 3, protocol.hash)
    rows = list(data.rows("participants"))
    assert rows[0]["age_years"] == "31.5"
    assert rows[1]["sex"] == 'says "x", y'
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_what_is_read_is_what_was_written(tmp_path: Path, small: Dataset) -> None:
    stored = write_dataset(small, tmp_path / "study")
    assert stored.hash == small.hash
    for name in TABLES:
        assert stored.rows(name).rows == list(small.rows(name).rows)


def test_every_file_has_the_hash_that_is_listed(tmp_path: Path, small: Dataset) -> None:
    write_dataset(small, tmp_path / "study")
    document = json.loads((tmp_path / "study" / "dataset.json").read_text())
    assert list(document["tables"]) == list(TABLES)
    for name, entry in document["tables"].items():
        content = (tmp_path / "study" / entry["file"]).read_bytes()
        assert sha256(content).hexdigest() == entry["sha256"]
        assert entry["rows"] == small.count(name)
        assert content.endswith(b"\n")
        assert b"\r" not in content


def test_nothing_is_overwritten(tmp_path: Path, protocol: Protocol) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "mine.txt").write_text("mine")
    with pytest.raises(DatasetError, match="nothing is overwritten"):
        writer(tmp_path / "study", protocol).__enter__()
    assert [path.name for path in (tmp_path / "study").iterdir()] == ["mine.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_an_empty_folder_may_be_filled(tmp_path: Path, protocol: Protocol) -> None:
    (tmp_path / "study").mkdir()
    with writer(tmp_path / "study", protocol) as out:
        out.add("participants", ANNA)
    assert read_dataset(tmp_path / "study").count("participants") == 1


def test_a_folder_filled_meanwhile_is_not_overwritten(tmp_path: Path, protocol: Protocol) -> None:
    def fill_meanwhile() -> None:
        with writer(tmp_path / "study", protocol):
            (tmp_path / "study").mkdir()
            (tmp_path / "study" / "theirs.txt").write_text("theirs")

    with pytest.raises(DatasetError, match="nothing is overwritten"):
        fill_meanwhile()
    assert [path.name for path in (tmp_path / "study").iterdir()] == ["theirs.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


@pytest.mark.parametrize("error", [RuntimeError("power cut"), KeyboardInterrupt()])
def test_nothing_partial_is_left(tmp_path: Path, protocol: Protocol, error: BaseException) -> None:
    def fail() -> None:
        with writer(tmp_path / "study", protocol) as out:
            out.add("participants", ANNA)
            raise error

    with pytest.raises(type(error)):
        fail()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("table", "row", "says"),
    [
        ("participants", {**ANNA, "age": 3}, "Did you mean 'age_years'"),
        ("participants", {"participant": "anna", "source": "x"}, r"\.respondent: is empty"),
        ("participants", {**ANNA, "age_years": "old"}, r"participants\[1\]\.age_years: 'old'"),
        ("participants", {**ANNA, "age_years": float("inf")}, "not a finite number"),
        ("guess", ANNA, "Did you mean 'guesses'"),
        ("allocations", ANNA, "There is no table"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(
    tmp_path: Path, protocol: Protocol, table: str, row: dict[str, object], says: str
) -> None:
    with pytest.raises(DatasetError, match=says), writer(tmp_path / "study", protocol) as out:
        out.add(table, row)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, protocol: Protocol) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatasetError, match="cannot be written"):
        writer(tmp_path / "file" / "study", protocol).__enter__()


def test_many_rows_in_blocks_give_the_hash_of_the_whole(tmp_path: Path, protocol: Protocol) -> None:
    people = [{**ANNA, "participant": f"p{i}"} for i in range(5000)]
    with writer(tmp_path / "study", protocol) as out:
        for row in people:
            out.add("participants", row)
    stored = read_dataset(tmp_path / "study")
    in_memory = Dataset.from_tables(protocol, {"participants": people}, simulated=True)
    assert stored.hash == in_memory.hash
    assert stored.rows("participants").digest == in_memory.rows("participants").digest


def test_neither_pandas_nor_scipy_is_needed_to_write_read_and_check(tmp_path: Path) -> None:
    study = Path(__file__).parent / "study.yaml"
    program = f"""
import sys
from pathlib import Path
from limen.dataset import DatasetWriter, read_dataset
from limen.dataset.check import check_dataset
from limen.protocol import load_protocol
protocol = load_protocol({str(study)!r})
with DatasetWriter(Path({str(tmp_path / "x")!r}), protocol=protocol, simulated=True) as out:
    out.add("participants", {ANNA!r})
assert check_dataset({str(tmp_path / "x")!r}).ok
assert not {{"pandas", "scipy", "django"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_hash_and_the_provenance_can_be_known_before_the_folder_is_there(
    tmp_path: Path, protocol: Protocol
) -> None:
    with writer(tmp_path / "study", protocol) as out:
        for i in range(3000):  # more than a buffer holds
            out.add("participants", {**ANNA, "participant": str(i)})
            if i == 1000:
                early = out.hash
        told, counts = out.hash, out.counts
        out.describe(Provenance(source="known last"))
        assert not (tmp_path / "study").exists()

    data = read_dataset(tmp_path / "study")
    assert data.hash == told != early
    assert counts["participants"] == data.count("participants") == 3000
    assert counts["scores"] == 0
    assert data.provenance.source == "known last"
