"""Stops a PostgreSQL whose test process is gone, also one that was killed; a process of its own.

    python watchman.py FOLDER

waits until its standard input is closed, which the kernel does when the process of the tests ends,
whatever ended it. A server that still runs on FOLDER then is told to quit, and FOLDER is removed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path


def watched(folder: Path) -> subprocess.Popen[bytes]:
    """Have this process watched; closing the result's standard input ends the watch."""
    return subprocess.Popen(
        [sys.executable, "-S", __file__, str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the tests
    )


def _stop(folder: Path) -> None:
    file = folder / "postmaster.pid"
    if file.exists():
        os.kill(int(file.read_text().split()[0]), signal.SIGQUIT)
    for _ in range(100):
        if not file.exists():
            break
        time.sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.stdin.read()
    _stop(Path(sys.argv[1]))
