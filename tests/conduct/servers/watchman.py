"""Clears up behind a process of tests, also one that was killed; a process of its own.

    python watchman.py FOLDER...

waits until its standard input is closed, which the kernel does when the process of the tests ends,
whatever ended it. A PostgreSQL that still runs on a folder then is told to quit, and the folders
are removed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path


def watched(*folders: Path) -> subprocess.Popen[bytes]:
    """Have this process watched; closing the result's standard input ends the watch."""
    return subprocess.Popen(
        [sys.executable, "-S", __file__, *map(str, folders)],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the tests
    )


def _clear(folder: Path) -> None:
    running = folder / "postmaster.pid"
    if running.exists():
        os.kill(int(running.read_text().split()[0]), signal.SIGQUIT)
    for _ in range(100):
        if not running.exists():
            break
        time.sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.stdin.read()
    for name in sys.argv[1:]:
        _clear(Path(name))
