"""`limen conduct serve`: web and worker of one deployment, as children of this process."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from pathlib import Path

from limen.conduct.serving.watch import Child, Watch
from limen.conduct.serving.web import Place

_LIMEN = (sys.executable, "-c", "from limen.cli import main; main()", "conduct")


def serve_together(folder: Path, place: Place, *, greet: Callable[[], None]) -> int:
    """Run web and worker until SIGTERM or SIGINT; return the exit code. `greet`: it is ready."""
    web = [
        *_LIMEN,
        "web",
        str(folder),
        f"--host={place.host}",
        f"--port={place.port}",
        f"--workers={place.workers}",
        f"--threads={place.threads}",
    ]
    children = [Child("web", web), Child("worker", [*_LIMEN, "worker", str(folder)])]
    return Watch(children, ready=lambda: _answers(place), greet=greet).run()


def taken(place: Place) -> bool:
    """Whether something listens there already."""
    return _answers(place)


def _answers(place: Place) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(place.host, place.host)
    try:
        with socket.create_connection((host, place.port), timeout=1):
            return True
    except OSError:
        return False
