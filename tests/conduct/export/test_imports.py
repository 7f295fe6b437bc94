"""An export needs neither pandas nor SciPy nor an analysis: a server has none of them."""

from __future__ import annotations

import subprocess
import sys


def test_an_export_loads_no_analysis(deployment):
    code = (
        "from pathlib import Path; from limen.conduct import start; import sys\n"
        f"start(Path({str(deployment.folder)!r}))\n"
        "import limen.conduct.core.export\n"
        "print(' '.join(sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.split())
    assert "limen.dataset.storage.writer" in loaded
    for name in ("scipy", "pandas", "limen.analyse", "limen.simulate", "limen.allocation"):
        assert name not in loaded
