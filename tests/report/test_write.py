"""A report folder: complete, or not there at all."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from example_results import blinded, example

from limen.errors import LimenError
from limen.report import read_results, write_report
from limen.report.spreadsheet import COLUMNS, to_csv


def contents(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_everything_is_there(tmp_path: Path) -> None:
    page = write_report(example(), tmp_path / "new" / "report")
    out = page.parent
    assert contents(out) == ["figures", "report.html", "results.csv", "results.json"]
    assert contents(out.parent) == ["report"]
    assert read_results(out).provenance == example().provenance
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    figures = list((out / "figures").glob("*.svg"))
    drawn = sum(t.picture is not None for r in example().results for t in r.tables)
    assert len(figures) == drawn + 2  # the flow, and the forest of all outcomes
    for figure in figures:
        ElementTree.parse(figure)
    assert (out / "figures" / "forest-acute.svg").is_file()


def test_a_sealed_dataset_can_be_written(tmp_path: Path) -> None:
    out = write_report(blinded(), tmp_path / "report").parent
    assert [path.name for path in (out / "figures").iterdir()] == ["flow.svg"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    assert write_report(example(), tmp_path / "report").is_file()
    assert contents(tmp_path) == ["report"]


def test_an_older_report_is_refused_then_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "report"
    write_report(example(), out)
    before = (out / "report.html").read_text()
    with pytest.raises(LimenError, match="entries already, and nothing was written"):
        write_report(blinded(), out)
    assert (out / "report.html").read_text() == before
    write_report(blinded(), out, overwrite=True)
    assert "BLINDED" in (out / "report.html").read_text()
    assert contents(tmp_path) == ["report"]


def test_what_is_no_report_is_never_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "study"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(LimenError, match=r"thesis\.txt"):
        write_report(example(), out, overwrite=True)
    assert (out / "thesis.txt").read_text() == "years of work"


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("")
    with pytest.raises(LimenError, match="is a file"):
        write_report(example(), tmp_path / "report", overwrite=True)


@pytest.mark.parametrize("existing", [False, True])
@pytest.mark.parametrize("fails_at", [1, 2, 4, 20])
def test_a_failure_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existing: bool, fails_at: int
) -> None:
    out = tmp_path / "report"
    if existing:
        write_report(blinded(), out)
    before = (out / "report.html").read_text() if existing else ""
    count = 0
    write_text = Path.write_text

    def full_disk(self: Path, *args: object, **rest: object) -> int:
        nonlocal count
        count += 1
        if count == fails_at:
            raise OSError(28, "No space left on device")
        return write_text(self, *args, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_report(example(), out, overwrite=existing)
    monkeypatch.undo()
    assert contents(tmp_path) == (["report"] if existing else [])
    if existing:
        assert (out / "report.html").read_text() == before


def test_a_failure_of_the_last_step_puts_the_older_report_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report"
    write_report(blinded(), out)
    before = (out / "report.html").read_text()
    rename = Path.rename
    calls: list[Path] = []

    def once(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == 1:
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", once)
    with pytest.raises(OSError, match="Permission denied"):
        write_report(example(), out, overwrite=True)
    monkeypatch.undo()
    assert (out / "report.html").read_text() == before
    assert contents(tmp_path) == ["report"]


def test_the_table_has_a_row_per_estimate_and_one_per_refusal() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(example()))))
    assert tuple(rows[0]) == COLUMNS
    expected = [r.key for r in example().results for _ in r.estimates or (None,)]
    assert [row["key"] for row in rows] == expected
    first, last = rows[0], rows[-1]
    assert float(first["value"]) == example().results[0].estimates[0].value
    assert first["protocol_hash"] == example().provenance.protocol_hash
    assert first["references"] == "bates2015"
    assert first["fit_status"] == "converged"
    assert (last["value"], last["result_status"]) == ("", "failed")
    assert "optimiser" in last["message"]
    infinite = [row["df"] for row in rows if row["analysis"] == "blinding_acute"]
    assert set(infinite) == {"Inf"}
