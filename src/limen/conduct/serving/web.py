"""The web server of one deployment: gunicorn, some processes with some threads each."""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from limen.conduct.core.deployment import Deployment
from limen.conduct.core.logs import WithoutPersonalData

_QUIET_FOR = 30  # seconds: how long a request may take, and how long a stop waits for requests


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the web server listens, and with how much."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 8

    @property
    def bound(self) -> str:
        """`host:port`, as gunicorn takes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def run_web(deployment: Deployment, place: Place) -> None:
    """Serve the pages until SIGTERM or SIGINT; Django must have been started. Ends the process.

    No access log is written. What gunicorn says of errors names neither addresses nor paths.
    """
    from django.db import connections

    gather_static_files(deployment)
    connections.close_all()  # a connection must never be shared with the processes to come
    _Server(place).run()


def gather_static_files(deployment: Deployment) -> None:
    """Copy style sheets, scripts and pictures to `static/` under names that hold their hash."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import override_settings

    storage = "limen.conduct.serving.static_files.HashedStorage"
    hashed = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    with _alone(deployment), override_settings(STORAGES=hashed):
        call_command("collectstatic", interactive=False, verbosity=0)
    settings.STORAGES = hashed


@contextmanager
def _alone(deployment: Deployment) -> Iterator[None]:
    """Let one process at a time write there."""
    folder = deployment.folder / "static"
    folder.mkdir(mode=0o750, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__()

    def load_config(self) -> None:
        chosen = {
            "bind": self.place.bound,
            "workers": self.place.workers,
            "threads": self.place.threads,
            "worker_class": "gthread",
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "timeout": _QUIET_FOR,
            "graceful_timeout": _QUIET_FOR,
            "keepalive": 5,
            "control_socket_disable": True,
            "proc_name": "limen",
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:  # an older gunicorn has no control socket
                self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        from limen.conduct.wsgi import application

        return application


class WithoutRequests(WithoutPersonalData):
    """Says that a request was malformed or failed, and nothing of what stood in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record and let it pass."""
        text = record.getMessage()
        if text.startswith("Invalid request"):
            record.msg, record.args = "A malformed request was refused.", ()
        elif text.startswith("Error handling request"):
            record.msg, record.args = "A request could not be answered.", ()
        return super().filter(record)


class QuietLogger(Logger):  # type: ignore[misc]
    """gunicorn's own log of errors, without personal data."""

    def setup(self, cfg: Any) -> None:
        """Set the log up as gunicorn does, then filter what it writes."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(WithoutRequests())
