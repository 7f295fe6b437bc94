"""A socket on this machine: one line of JSON in, one line out, one question at a time."""

from __future__ import annotations

import json
import os
import socketserver
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from limen.errors import SupplyError
from limen.supply.allocator.decide import Allocator, Request
from limen.supply.sealed.ask import LONGEST_LINE, SECONDS


def serve(allocator: Allocator, path: Path, *, ready: Callable[[], None] = lambda: None) -> None:
    """Answer until interrupted. Only the owner and the group of the socket's file may ask.

    A question is ``{"participant": ..., "levels": {...}}``, an answer ``{"set": ...}`` or
    ``{"error": ...}``. Questions are taken one after the other, so no set is given twice.
    """
    if path.exists():
        raise SupplyError(f"{path} exists already: another allocator runs, or ended badly.")
    before = os.umask(0o117)
    try:
        server = _Server(str(path), _handler(allocator))
    finally:
        os.umask(before)
    try:
        with server:
            ready()
            server.serve_forever()
    finally:
        path.unlink(missing_ok=True)


class _Server(socketserver.UnixStreamServer):
    request_queue_size = 128  # those who ask at once wait; five, the default, turns them away


def _handler(allocator: Allocator) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        timeout = SECONDS

        def handle(self) -> None:
            with suppress(OSError):  # who asked has gone; the answer waits in the chain
                answer = answered(allocator, self.rfile.readline(LONGEST_LINE))
                self.wfile.write(json.dumps(answer).encode() + b"\n")

    return Handler


def answered(allocator: Allocator, line: bytes) -> dict[str, str]:
    """Return the answer to one line; what is no question gets an error and changes nothing."""
    try:
        said = json.loads(line)
        levels = {str(name): str(level) for name, level in said["levels"].items()}
        request = Request(participant=str(said["participant"]), levels=levels)
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"error": "The question is not one that the allocator knows."}
    try:
        return {"set": allocator.allocate(request, at=datetime.now(UTC)).set}
    except SupplyError as error:
        return {"error": str(error)}
