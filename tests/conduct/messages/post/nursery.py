"""Raises workers: starts Django once, forks a worker per line of its input, and waits for them.

A line is JSON: `now`, `port`, `workers`, `ends` (at which step a worker kills itself, or empty).
It answers with the workers' process ids, and, when they have ended, with their signals.
"""

from __future__ import annotations

import json
import os
import signal
import smtplib
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from limen.conduct import FOLDER_VARIABLE, start

start(Path(os.environ[FOLDER_VARIABLE]))

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.urls import reverse  # noqa: E402

from limen.conduct.core.messages import claim, mailer, tick  # noqa: E402

ROUNDS = 300


def die() -> None:
    """End as if the power had gone."""
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, name: str) -> None:
    """Die when a function is called."""
    setattr(owner, name, lambda *_, **__: die())


def after(owner: Any, name: str) -> None:
    """Die when a function has done its work."""
    real = getattr(owner, name)

    def deadly(*words: Any, **named: Any) -> None:
        real(*words, **named)
        die()

    setattr(owner, name, deadly)


def half(owner: Any, name: str) -> None:
    """Die when half of the words have left."""
    real = getattr(owner, name)

    def deadly(self: Any, words: Any) -> Any:
        if len(words) < 300:  # a command
            return real(self, words)
        real(self, words[: len(words) // 2])
        return die()

    setattr(owner, name, deadly)


STEPS: dict[str, Callable[[], None]] = {
    "before the claim": lambda: before(claim, "claim"),
    "after the claim": lambda: after(claim, "claim"),
    "signed in": lambda: before(mailer, "_by_smtp"),
    "about to hand over": lambda: before(claim, "begin_hand_over"),
    "before the first byte": lambda: after(claim, "begin_hand_over"),
    "half of the words left": lambda: half(smtplib.SMTP, "send"),
    "all of the words left": lambda: before(claim, "sent"),
    "in the record": lambda: after(claim, "note"),
    "recorded": lambda: after(claim, "sent"),
}


def work(now: datetime, ends: str) -> None:
    """Be a worker until nothing is left to do; fail if that never comes."""
    if ends:
        STEPS[ends]()
    for _ in range(ROUNDS):
        if tick(now).idle:
            return
    raise RuntimeError(f"Still busy after {ROUNDS} rounds.")


def raised(order: dict[str, Any]) -> int:
    """Fork a worker; return its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        settings.EMAIL_PORT = order["port"]
        work(datetime.fromisoformat(order["now"]), order["ends"])
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
reverse("participant:today")  # read all pages once, before any worker is forked
connections.close_all()
for line in sys.stdin:
    order = json.loads(line)
    children = [raised(order) for _ in range(order["workers"])]
    print(json.dumps(children), flush=True)  # noqa: T201
    statuses = [os.waitpid(child, 0)[1] for child in children]
    print(json.dumps([-os.waitstatus_to_exitcode(s) for s in statuses]), flush=True)  # noqa: T201
