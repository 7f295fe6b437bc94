"""What is installed is complete: package data and example protocols travel in the wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]


def test_the_wheel_holds_all_that_is_read_at_run_time(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"limen/protocols/{path.name}" for path in (ROOT / "protocols").glob("*.yaml")}
    source = ROOT / "src" / "limen"
    wanted |= {
        path.relative_to(source.parent).as_posix()
        for path in source.rglob("*")
        if path.suffix in {".json", ".yaml", ".css", ".typed"} and path.is_file()
    }
    assert len(wanted) >= 8
    assert wanted <= inside
    assert not [name for name in inside if name.startswith(("tests/", "benchmarks/"))]
