"""Promises of the house that no import contract can state."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def loaded_by(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys; print(' '.join({{m.split('.')[0] for m in sys.modules}}))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(result.stdout.split())


def test_analysing_loads_no_web_framework():
    assert not loaded_by("import limen.analyse") & {"django", "matplotlib", "statsmodels"}


def test_a_protocol_needs_neither_scipy_nor_pandas():
    loaded = loaded_by("import limen.protocol, limen.calendar, limen.rules, limen.instruments")
    assert not loaded & {"scipy", "pandas"}


def test_writing_a_dataset_needs_neither_scipy_nor_pandas():
    assert not loaded_by("import limen.dataset, limen.figures") & {"scipy", "pandas"}


def test_the_lock_names_no_registry_and_has_a_hash_for_everything():
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        text = lock.read_text(encoding="utf-8")
        assert "http" not in text
        assert "index-url" not in text
        pinned = re.findall(r"^[a-z0-9][^ =]*==", text, flags=re.MULTILINE)
        blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        assert len(pinned) == len(blocks)
        assert all("--hash=sha256:" in block for block in blocks), lock.name


def test_no_file_names_a_machine_or_a_registry():
    pattern = re.compile(r"(^|[^\w.])/(work|farm|root)/|pypi\.org|/simple\b")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], capture_output=True, text=True, cwd=ROOT, check=False
    ).stdout.split("\0")
    this = Path(__file__).relative_to(ROOT).as_posix()
    found = [
        name
        for name in listed
        if name and name != this and (ROOT / name).suffix in {".py", ".md", ".toml", ".yaml", ""}
        if (ROOT / name).is_file() and pattern.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert found == []


def test_files_stay_small():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sorted((ROOT / "src").rglob("*.py"))
        if path.parent.name != "migrations"  # written by a generator, read by nobody
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_supported_pythons_are_said_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
