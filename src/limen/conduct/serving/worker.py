"""What happens because time passes: occasions open and close, reminders leave."""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections, connections

from limen.conduct.core import throttle
from limen.conduct.core.messages import tick
from limen.conduct.core.services.sweep import sweep_again

log = logging.getLogger(__name__)
INTERVAL = 5.0  # seconds between rounds
_MINUTE = 60.0
_HOURLY = 3600.0
_NAP = 0.2  # how soon a signal is seen


class Worker:
    """Rounds of work until a signal comes; a round that has begun is finished first.

    Several may run at once, on one machine or many: whatever they do is claimed first.
    """

    def __init__(self, *, interval: float = INTERVAL) -> None:
        self.interval = interval
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}"
        self.stopping = False
        self._forget_after = 0.0
        self._look_back_after = 0.0

    def run(self, *, greet: Callable[[], None] = lambda: None) -> None:
        """Work until SIGTERM or SIGINT; `greet` is called once these are heard."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        greet()
        while not self.stopping:
            began = time.monotonic()
            self.round()
            while not self.stopping and time.monotonic() < began + self.interval:
                time.sleep(_NAP)
        connections.close_all()

    def round(self) -> None:
        """Do what is due now; what fails is logged, and tried again in the next round."""
        close_old_connections()
        looks_back = time.monotonic() >= self._look_back_after
        if looks_back:
            self._look_back_after = time.monotonic() + _MINUTE
        _try("what is due", tick, worker=self.name, looks_back=looks_back)
        _try("sweeping up after erasures", sweep_again)
        if time.monotonic() >= self._forget_after:
            _try("forgetting failed attempts", throttle.forget)
            _try("forgetting sessions that are over", SessionStore.clear_expired)
            self._forget_after = time.monotonic() + _HOURLY
        close_old_connections()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _try(what: str, work: Callable[..., Any], **arguments: Any) -> None:
    try:
        work(**arguments)
    except Exception as error:  # a database that is away comes back
        log.error("The worker failed at %s: %s", what, type(error).__name__)
        connections.close_all()
