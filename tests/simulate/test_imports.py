"""A simulator that saw the analysis would flatter it."""

from __future__ import annotations

import subprocess
import sys


def test_simulating_loads_no_analysis_and_no_pandas():
    code = "import limen.simulate, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    rooms = {name.split(".")[1] for name in loaded if name.startswith("limen.")}
    assert not any(name.startswith("pandas.") for name in loaded)
    assert "simulate" in rooms
    assert not rooms & {"analyse", "report", "rehearse", "conduct"}
