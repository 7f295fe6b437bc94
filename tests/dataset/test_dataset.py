"""A dataset: its hash, its frames, and what happens to one that somebody changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from limen.dataset import TABLES, Dataset, Provenance, read_dataset, write_dataset
from limen.errors import DatasetError
from limen.protocol import Protocol


@pytest.fixture
def folder(tmp_path: Path, small: Dataset) -> Path:
    write_dataset(small, tmp_path / "study")
    return tmp_path / "study"


def test_frames_have_the_kinds_of_their_columns(small: Dataset) -> None:
    people, doses = small.table("participants"), small.table("administrations")
    assert people["age_years"].dtype == "float64"
    assert doses["number"].dtype == "Int64"
    assert people["sex"].tolist() == [""] * 4
    assert people["dose_amount"].isna().all()
    assert list(people.columns) == list(TABLES["participants"].names)


def test_an_empty_table_has_its_columns(small: Dataset) -> None:
    frame = small.table("task_trials")
    assert len(frame) == 0
    assert list(frame.columns) == list(TABLES["task_trials"].names)
    assert frame["reaction_ms"].dtype == "float64"


def test_a_frame_is_the_callers_own(small: Dataset) -> None:
    mine = small.table("scores")
    mine["score"] = 0.0
    assert small.table("scores")["score"].iloc[0] == 10


def test_frames_go_back_in(small: Dataset) -> None:
    again = small.with_tables(**{name: small.table(name) for name in TABLES})
    assert again.hash == small.hash


def test_missing_values_of_a_frame_are_blank(make: Callable[..., Dataset], tables: Any) -> None:
    frame = pd.DataFrame(tables["participants"])
    frame["age_years"] = [31.0, float("nan"), 33.0, 34.0]
    frame["sex"] = ["female", None, pd.NA, ""]
    data = make({"participants": frame})
    assert data.rows("participants").column("age_years") == ["31", "", "33", "34"]
    assert data.rows("participants").column("sex") == ["female", "", "", ""]


class TestHash:
    def test_counts_content_simulation_and_protocol(
        self, small: Dataset, make: Callable[..., Dataset], tables: Any, protocol: Protocol
    ) -> None:
        hashes = {
            small.hash,
            small.with_tables(guesses=tables["guesses"][1:]).hash,
            small.with_tables(guesses=list(reversed(tables["guesses"]))).hash,
            Dataset.from_tables(protocol, tables, simulated=False).hash,
        }
        assert len(hashes) == 4

    def test_does_not_count_provenance_seed_or_blank_columns(
        self, small: Dataset, make: Callable[..., Dataset], tables: Any
    ) -> None:
        more = {**tables, "deviations": []}
        more["participants"] = [{**row, "language": ""} for row in tables["participants"]]
        other = make(more, seed=8, provenance=Provenance(source="elsewhere"))
        assert other.hash == small.hash

    def test_is_pinned(self, make: Callable[..., Dataset], tables: Any) -> None:
        """What the hash covers must not change by accident: allocations are bound to it."""
        data = make({"participants": tables["participants"]})
        assert data.rows("participants").digest.startswith("282d3f25eeb0")

    def test_cells_cannot_be_shifted_between_rows(self, small: Dataset, tables: Any) -> None:
        rows = tables["deviations"] = [
            {**tables["guesses"][0], "deviation": "1", "description": text} for text in ("ab", "c")
        ]
        for row in rows:
            for name in ("guess", "about", "answer", "confidence_percent"):
                del row[name]
        first = small.with_tables(deviations=rows).hash
        rows[0]["description"], rows[1]["description"] = "a", "bc"
        assert small.with_tables(deviations=rows).hash != first


class TestTampering:
    def test_a_changed_table_is_refused_by_name(self, folder: Path) -> None:
        file = folder / "scores.csv"
        file.write_text(file.read_text().replace("balance,10,", "balance,40,"))
        data = read_dataset(folder)
        assert data.count("scores") == 12
        assert len(data.table("guesses")) == 8  # the others can be read
        with pytest.raises(DatasetError, match=r"scores\.csv: was changed after"):
            data.table("scores")

    def test_a_changed_table_with_its_new_hash_is_refused(self, folder: Path) -> None:
        from hashlib import sha256

        file, manifest = folder / "scores.csv", folder / "dataset.json"
        document = json.loads(manifest.read_text())
        file.write_text(file.read_text().replace("balance,10,", "balance,40,"))
        document["tables"]["scores"]["sha256"] = sha256(file.read_bytes()).hexdigest()
        manifest.write_text(json.dumps(document))
        with pytest.raises(DatasetError, match=r"scores\.csv: does not hold the rows"):
            read_dataset(folder).table("scores")

    @pytest.mark.parametrize(
        "change",
        [
            lambda document: document.update(simulated=False),
            lambda document: document["tables"]["scores"].update(content="0" * 64),
            lambda document: document["tables"].pop("scores"),
            lambda document: document.update(hash="0" * 64),
        ],
    )
    def test_a_changed_manifest_is_refused(self, folder: Path, change: Any) -> None:
        manifest = folder / "dataset.json"
        document = json.loads(manifest.read_text())
        change(document)
        manifest.write_text(json.dumps(document))
        with pytest.raises(DatasetError, match=r"dataset\.json: was changed"):
            read_dataset(folder)

    def test_another_studys_protocol_is_refused(self, folder: Path) -> None:
        file = folder / "protocol.yaml"
        file.write_text(file.read_text().replace("A small study", "Another study"))
        with pytest.raises(DatasetError, match=r"protocol\.yaml: is not the protocol"):
            read_dataset(folder)

    @pytest.mark.parametrize("name", ["scores.csv", "protocol.yaml", "dataset.json"])
    def test_a_missing_file_is_named(self, folder: Path, name: str) -> None:
        (folder / name).unlink()
        with pytest.raises(DatasetError, match=name):
            read_dataset(folder).table("scores")

    def test_a_file_outside_of_the_folder_is_refused(self, folder: Path) -> None:
        manifest = folder / "dataset.json"
        manifest.write_text(manifest.read_text().replace('"scores.csv"', '"../scores.csv"'))
        with pytest.raises(DatasetError, match="inside the folder"):
            read_dataset(folder)

    @pytest.mark.parametrize("content", ["", "[]", "{}", '{"limen_dataset": 1}', "\x00"])
    def test_a_manifest_that_is_none_is_refused(self, folder: Path, content: str) -> None:
        (folder / "dataset.json").write_text(content)
        with pytest.raises(DatasetError, match="cannot be read as a dataset"):
            read_dataset(folder)

    def test_a_later_format_is_refused(self, folder: Path) -> None:
        (folder / "dataset.json").write_text('{"limen_dataset": 2}')
        with pytest.raises(DatasetError, match="reads format 1"):
            read_dataset(folder)


def test_a_folder_without_a_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="limen dataset import"):
        read_dataset(tmp_path)


def test_an_unknown_table_is_refused(small: Dataset, protocol: Protocol) -> None:
    with pytest.raises(DatasetError, match="Did you mean 'scores'"):
        small.table("score")
    with pytest.raises(DatasetError, match="sealed"):
        small.table("allocations")
    with pytest.raises(DatasetError, match="no table 'allocations'"):
        Dataset.from_tables(protocol, {"allocations": []}, simulated=True)


def test_the_protocol_survives_its_copy(self_blinding: Any, tmp_path: Path) -> None:
    data, _ = self_blinding
    stored = write_dataset(data, tmp_path / "study")
    assert stored.protocol.hash == data.protocol.hash
    assert stored.protocol == data.protocol
    assert stored.provenance == data.provenance
