"""Hands calls to people over to the site's pager or text-message gateway.

A program gets the number as its last argument and the call as JSON on its standard input; an
address gets the same JSON as a POST. Neither learns whom it is about. docs/run/the-night-call.md
has the contract.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from limen.conduct.core.messages.mailer import LostError, RefusedError, UncertainError

TIMEOUT = 20  # seconds; shorter than a worker's lease


@dataclass(frozen=True, kw_only=True)
class Page:
    """A call: whose number, which words, the address to sign in at, and the same id each time."""

    to: str
    text: str
    link: str
    id: str

    def as_json(self) -> bytes:
        """Return it as it is handed over."""
        return json.dumps(asdict(self), ensure_ascii=False).encode("utf-8")


def pages_leave() -> bool:
    """Whether the site has set a program or an address."""
    return bool(settings.LIMEN_PAGER_COMMAND or settings.LIMEN_PAGER_URL)


def hand_over(page: Page, begin: Callable[[], bool]) -> str:
    """Hand a call over; return what was answered, in a word.

    `begin` is called right before anything leaves; if it says False, nothing does: `LostError`.
    `RefusedError` if there was no way to begin, `UncertainError` if it was not said to be taken.
    """
    if settings.LIMEN_PAGER_COMMAND:
        return _by_program(page, begin)
    if settings.LIMEN_PAGER_URL:
        return _by_address(page, begin)
    raise RefusedError("no pager is set", final=True)


def _by_program(page: Page, begin: Callable[[], bool]) -> str:
    if not begin():
        raise LostError
    command = [*settings.LIMEN_PAGER_COMMAND, page.to]
    try:
        done = subprocess.run(
            command, input=page.as_json(), capture_output=True, timeout=TIMEOUT, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UncertainError(f"the program broke off: {type(error).__name__}") from None
    if done.returncode != 0:
        raise UncertainError(f"the program ended with {done.returncode}")
    return "the program ended with 0"


def _by_address(page: Page, begin: Callable[[], bool]) -> str:
    parts = urlsplit(settings.LIMEN_PAGER_URL)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        try:
            connection.connect()
        except OSError as error:
            raise RefusedError(f"no connection: {type(error).__name__}") from None
        if not begin():
            raise LostError
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Content-Type": "application/json", "Idempotency-Key": page.id}
        connection.request("POST", target, body=page.as_json(), headers=headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise UncertainError(f"broke off: {type(error).__name__}") from None
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise UncertainError(f"it answered {status}")
    return f"it answered {status}"
