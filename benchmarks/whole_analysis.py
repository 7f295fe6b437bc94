"""The whole self-blinding re-analysis, import to report: seconds and memory in a fresh process."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_COMMANDS = """
import sys
from pathlib import Path
from limen.analyse.plan import run
from limen.dataset.adapters.self_blinding import import_self_blinding
from limen.report import write_report
source, out = map(Path, sys.argv[1:])
dataset, allocations = import_self_blinding(source)
write_report(run(dataset.unseal(allocations), seed=20261123), out)
"""


def rows() -> list[dict[str, Any]]:
    """One row; nothing when the public data are not at hand."""
    for place in filter(None, (os.environ.get("LIMEN_DATA_DIR"), "../shared/data")):
        source = Path(place) / "self_blinding"
        if (source / "pacutes.csv").is_file():
            return [_measured(source)]
    print("whole_analysis: public data not found; set LIMEN_DATA_DIR", file=sys.stderr)
    return []


def _measured(source: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _COMMANDS, str(source), str(Path(folder) / "report")]
        start = time.perf_counter()
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - start
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "name": "whole self-blinding re-analysis with report",
        "ours_seconds": seconds,
        "peer": "",
        "peer_seconds": None,
        "ratio": None,
        "note": f"peak memory {megabytes:.0f} MB (aim: under 10 s and 1 GB)",
    }


if __name__ == "__main__":
    for row in rows():
        print(row)
