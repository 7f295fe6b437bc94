"""A good study on disk to be spoilt, and the command run on it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from limen.cli.app import app
from limen.dataset import write_allocations, write_dataset
from studies import Study

sys.path.insert(0, str(Path(__file__).parent))


@dataclass(frozen=True)
class Place:
    """A dataset's folder, its allocations, and a place for a report, in a folder of their own."""

    root: Path

    @property
    def dataset(self) -> Path:
        return self.root / "study"

    @property
    def allocations(self) -> Path:
        return self.root / "sealed" / "allocations.csv"

    @property
    def out(self) -> Path:
        return self.root / "report"

    def spoil(self, table: str, change: Callable[[bytes], bytes]) -> Path:
        """Change a table's file as another program would that also writes `dataset.json`."""
        file, manifest = self.dataset / f"{table}.csv", self.dataset / "dataset.json"
        content = change(file.read_bytes())
        file.write_bytes(content)
        document = json.loads(manifest.read_text())
        document["tables"][table]["sha256"] = sha256(content).hexdigest()
        manifest.write_text(json.dumps(document))
        return file

    def analyse(self, *more: str, sealed: bool = False) -> Result:
        """`limen analyse` with the allocations and --out."""
        given = [] if sealed else ["--allocations", str(self.allocations)]
        words = ["analyse", str(self.dataset), *given, "--out", str(self.out), *more]
        return CliRunner().invoke(app, words)

    def refused(self, *more: str, sealed: bool = False) -> str:
        """What `limen analyse` says as it refuses: exit code 2, and nothing is left behind."""
        before = sorted(self.root.rglob("*"))
        result = self.analyse(*more, sealed=sealed)
        assert result.exit_code == 2, result.output
        assert result.stderr.startswith("error: ")
        assert result.stdout == ""
        assert sorted(self.root.rglob("*")) == before
        return result.stderr

    def report(self, *more: str) -> dict:
        """What `limen analyse` writes into results.json; the page is there too."""
        result = self.analyse(*more)
        assert result.exit_code == 0, result.output
        assert (self.out / "report.html").stat().st_size > 10_000
        return json.loads((self.out / "results.json").read_text())

    def check(self, *more: str) -> tuple[int, str]:
        """Exit code and text of `limen dataset check`."""
        result = CliRunner().invoke(app, ["dataset", "check", str(self.dataset), *more])
        return result.exit_code, result.stdout


def put(study: Study, root: Path) -> Place:
    """Write a study's dataset and, apart from it, its allocations."""
    place = Place(root)
    write_dataset(study.dataset, place.dataset)
    write_allocations(study.allocations, place.allocations.parent)
    return place


@pytest.fixture(scope="session")
def short_study(parallel_study: Study) -> Study:
    """The study without its diaries: enough for what is refused before it is analysed."""
    return parallel_study.without_diary()


@pytest.fixture(scope="session")
def _written(short_study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(short_study, tmp_path_factory.mktemp("written")).root


@pytest.fixture
def place(_written: Path, tmp_path: Path) -> Place:
    """The good study, in a folder of this test's own."""
    shutil.copytree(_written, tmp_path / "here")
    return Place(tmp_path / "here")


@pytest.fixture
def at(tmp_path: Path) -> Callable[[Study], Place]:
    """A place for another study, written when called."""
    return lambda study: put(study, tmp_path / "other")


@pytest.fixture
def limen() -> Callable[..., Result]:
    """The command, as it is typed."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a CSV file and the map that imports it; the present folder is an empty one."""
    folder = tmp_path / "files"
    folder.mkdir()
    study = Path(__file__).parents[1] / "dataset" / "study.yaml"
    (folder / "study.yaml").write_text(study.read_text())
    (folder / "people.csv").write_text("id,mood\nanna,3\nben,5\n")
    (folder / "map.yaml").write_text(
        "limen_map: 1\nprotocol: study.yaml\nsource: test\nfiles:\n"
        "  - file: people.csv\n    participant: id\n    occasion: {value: acute.1}\n"
        "    scores: [{column: mood, instrument: panas, subscale: balance}]\n"
    )
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    return folder
