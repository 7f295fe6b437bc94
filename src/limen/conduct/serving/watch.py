"""Web and worker together: started, watched, started again when one dies, stopped in order."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

log = logging.getLogger(__name__)
PARENT = "LIMEN_SERVED_BY"  # in a child's environment: whose child it is
_NAP = 0.2  # seconds between looks
_HEALTHY = 10.0  # who has lived so long has started well
_LONGEST_PAUSE = 30.0
_PATIENCE = 40.0  # how long a stop waits before it kills


@dataclass
class Child:
    """A process that must always run."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    again_at: float = 0.0
    deaths: int = 0

    def start(self) -> None:
        """Start it, out of reach of the terminal's own signals: we pass them on."""
        environment = os.environ | {PARENT: str(os.getpid())}
        self.process = subprocess.Popen(self.command, env=environment, start_new_session=True)
        self.began = time.monotonic()

    @property
    def runs(self) -> bool:
        """Whether it lives."""
        return self.process is not None and self.process.poll() is None

    @property
    def young(self) -> bool:
        """Whether it has not lived long enough to be trusted."""
        return time.monotonic() - self.began < _HEALTHY


@dataclass
class Watch:
    """Children that live as long as this process, and no longer."""

    children: Sequence[Child]
    ready: Callable[[], bool]
    greet: Callable[[], None]
    stopping: bool = False
    greeted: bool = field(default=False, init=False)

    def run(self) -> int:
        """Watch until SIGTERM or SIGINT; return the exit code.

        A child that dies is started again, after longer and longer pauses. One that dies before the
        server was ever ready ends it all: its own words on the terminal say why.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        try:
            for child in self.children:
                child.start()
            while not self.stopping:
                if any(not self._looked_after(child) for child in self.children):
                    return 1
                if not self.greeted and self.ready():
                    self.greeted = True
                    self.greet()
                time.sleep(_NAP)
        finally:
            self._end()
        return 0

    def _looked_after(self, child: Child) -> bool:
        """Start a child again if it died; False if it could never start."""
        if child.runs:
            if not child.young:
                child.deaths = 0
            return True
        now = time.monotonic()
        if child.process is not None:
            if not self.greeted and child.young:
                return False
            child.deaths += 1
            pause = min(_LONGEST_PAUSE, 2.0 ** (child.deaths - 1) - 1)
            log.error("%s ended with code %s; starting again.", child.name, child.process.poll())
            child.process, child.again_at = None, now + pause
        if now >= child.again_at:
            child.start()
        return True

    def _end(self) -> None:
        """Stop the children, all at once; kill who does not end."""
        running = [child.process for child in self.children if child.process and child.runs]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + _PATIENCE
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def end_with_parent() -> bool:
    """Let this process end when the one that watches it is killed; return whether one does.

    Only Linux can promise it.
    """
    parent = os.environ.pop(PARENT, "")
    if not parent or not sys.platform.startswith("linux"):
        return bool(parent)
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    if os.getppid() != int(parent):  # killed before we had asked
        os.kill(os.getpid(), signal.SIGTERM)
    return True
