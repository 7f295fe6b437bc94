"""A place that cannot take the report, and a report that cannot be finished."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from limen.analyse import plan
from limen.dataset import write_allocations, write_dataset
from studies import Study


@pytest.fixture(scope="module")
def light(short_study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of one analysis is enough here."""
    root = tmp_path_factory.mktemp("light")
    study = short_study.planning("last")
    write_dataset(study.dataset, root / "study")
    write_allocations(study.allocations, root / "sealed")
    return root


@pytest.fixture
def place(light: Path, tmp_path: Path, place):
    """The study with its light plan, in a folder of this test's own."""
    shutil.copytree(light, tmp_path / "light")
    return replace(place, root=tmp_path / "light")


def left(place) -> list[Path]:
    return sorted(place.root.rglob("*"))


def test_it_holds_something(place) -> None:
    place.out.mkdir()
    (place.out / "thesis.docx").write_text("years of work")
    told = place.refused()
    assert f"{place.out}: holds 1 entry already, and nothing was written" in told
    told = place.refused("--overwrite")
    assert "holds 'thesis.docx', which is no part of a report" in told
    assert (place.out / "thesis.docx").read_text() == "years of work"


def test_it_is_a_file(place) -> None:
    place.out.write_text("a file")
    assert "report: is a file, and a report is a folder. Name another place." in place.refused()


def test_its_parent_is_a_file(place) -> None:
    (place.root / "file").write_text("a file")
    before = left(place)
    result = place.analyse("--out", str(place.root / "file" / "report"))
    assert result.exit_code == 2
    assert f"report: cannot be made, because {place.root / 'file'} is no folder" in result.stderr
    assert left(place) == before


@pytest.mark.parametrize("out", ["file/report", "file/deep/report", "locked/new/report"])
def test_it_is_refused_before_anything_is_computed(place, monkeypatch, out: str) -> None:
    (place.root / "file").write_text("a file")
    (place.root / "locked").mkdir()
    allowed = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: "locked" not in str(path) and allowed(path, mode)
    )

    def analysed(*_: object, **__: object) -> None:
        raise AssertionError("the analysis ran")

    monkeypatch.setattr(plan, "run", analysed)
    result = place.analyse("--out", str(place.root / out))
    assert result.exit_code == 2
    assert "cannot be made, because" in result.stderr
    assert "Name another place" in result.stderr


@pytest.mark.parametrize("inside", [".", "report", "a/b"])
def test_it_lies_in_the_datasets_folder(place, inside: str) -> None:
    """A dataset is passed on blinded; a report beside its tables would go with it."""
    before = left(place)
    result = place.analyse("--out", str(place.dataset / inside), "--overwrite")
    assert result.exit_code == 2
    assert "lies in the dataset's folder, and nothing was written" in result.stderr
    assert "name a place outside" in result.stderr
    assert left(place) == before


def test_it_lies_in_the_datasets_folder_by_another_name(place) -> None:
    (place.root / "link").symlink_to(place.dataset)
    result = place.analyse("--out", str(place.root / "link" / "report"))
    assert result.exit_code == 2
    assert not (place.dataset / "report").exists()


def test_an_empty_folder_is_filled(place) -> None:
    place.out.mkdir()
    assert place.report()["results"]


def fails_at(name: str, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing the file of this name raises."""
    write = Path.write_text

    def fail(self: Path, *more, **options) -> int:
        if self.name == name:
            write(self, "half a f")
            raise error
        return write(self, *more, **options)

    monkeypatch.setattr(Path, "write_text", fail)


FULL = OSError(errno.ENOSPC, "No space left on device", "results.csv")


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (FULL, 2, "error: results.csv: No space left on device. Nothing partial was left behind."),
        (PermissionError(errno.EACCES, "Permission denied"), 2, "error: Permission denied."),
        (KeyboardInterrupt(), 130, "Stopped. Nothing partial was left behind."),
    ],
)
@pytest.mark.parametrize("earlier", [False, True], ids=["new", "over an earlier report"])
def test_writing_stops_midway(
    place, monkeypatch, error: BaseException, code: int, says: str, earlier: bool
) -> None:
    if earlier:
        place.report()
    before = {path: path.read_bytes() for path in left(place) if path.is_file()}
    fails_at("results.csv", error, monkeypatch)
    result = place.analyse("--overwrite")
    assert result.exit_code == code
    assert says in result.stderr
    assert {path: path.read_bytes() for path in left(place) if path.is_file()} == before
    assert place.out.exists() is earlier


def test_renaming_fails(place, monkeypatch) -> None:
    """The last step over an earlier report: that report comes back."""
    place.report()
    before = {path: path.read_bytes() for path in left(place) if path.is_file()}
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name != Path(target).name and (self / "report.html").exists() and not fail.done:
            fail.done = True
            raise KeyboardInterrupt
        return rename(self, target)

    fail.done = False
    monkeypatch.setattr(Path, "rename", fail)
    assert place.analyse("--overwrite").exit_code == 130
    assert fail.done
    assert {path: path.read_bytes() for path in left(place) if path.is_file()} == before
    assert [path.name for path in place.root.iterdir() if path.name.startswith(".")] == []


def test_stopped_while_computing(place, monkeypatch) -> None:
    def stop(*_, **__) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(plan, "run", stop)
    before = left(place)
    result = place.analyse()
    assert result.exit_code == 130
    assert "Stopped. Nothing partial was left behind." in result.stderr
    assert left(place) == before


def test_a_dataset_that_cannot_be_finished(place, limen, importable: Path, monkeypatch) -> None:
    fails_at("dataset.json", FULL, monkeypatch)
    folder = importable.parent / "made"
    result = limen(
        "dataset", "import", "csv", "--map", importable / "map.yaml", "--out", folder / "study"
    )
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert list(folder.rglob("*")) == []
