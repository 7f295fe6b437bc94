"""A socket on this machine: one line of JSON in, one line out, one question at a time."""

from __future__ import annotations

import json
import os
import socket
import socketserver
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from limen.errors import ExhaustedError, Problem, SupplyError
from limen.supply.allocator.decide import Allocator, Request
from limen.supply.sealed.ask import LONGEST_LINE, SECONDS


def serve(allocator: Allocator, path: Path, *, ready: Callable[[], None] = lambda: None) -> None:
    """Answer until interrupted. Only the owner and the group of the socket's file may ask.

    A question is ``{"participant": ..., "levels": {...}}``, an answer ``{"set": ...}`` or
    ``{"error": ...}``, with ``"exhausted": true`` if the pool has run out. Questions are taken one
    after the other, so no set is given twice. A socket that an allocator left behind when it ended
    badly is taken over; `SupplyError` for anything else at `path`.
    """
    _remove_what_is_left(path)
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


def _remove_what_is_left(path: Path) -> None:
    """Remove our own socket at which nobody answers; raise `SupplyError` for anything else."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(found.st_mode) or found.st_uid != os.getuid():
        message = "It is there already, and is no socket of this account."
        raise _occupied(path, message, "Name another --socket, or let its owner remove it.")
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(SECONDS)
            line.connect(str(path))
    except ConnectionRefusedError:
        path.unlink(missing_ok=True)
    except OSError as error:
        message = f"It is there already, and cannot be looked at: {error}."
        remedy = "If no allocator runs, remove it, and start again."
        raise _occupied(path, message, remedy) from None
    else:
        raise _occupied(path, "Another allocator answers there.", "Stop it, and start again.")


def _occupied(path: Path, message: str, remedy: str) -> SupplyError:
    problem = Problem(message=message, remedy=remedy, file=path)
    return SupplyError("The allocator was not started.", [problem])


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


def answered(allocator: Allocator, line: bytes) -> dict[str, str | bool]:
    """Return the answer to one line; what is no question gets an error and changes nothing."""
    try:
        said = json.loads(line)
        levels = {str(name): str(level) for name, level in said["levels"].items()}
        request = Request(participant=str(said["participant"]), levels=levels)
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"error": "The question is not one that the allocator knows."}
    try:
        return {"set": allocator.allocate(request, at=datetime.now(UTC)).set}
    except ExhaustedError as error:
        return {"error": str(error), "exhausted": True}
    except SupplyError as error:
        return {"error": str(error)}
