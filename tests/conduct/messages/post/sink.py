"""A mail server for tests: it takes what it is sent and keeps it, and can be told to misbehave.

It runs in a thread of its own process, so that a killed worker takes nothing of it along. `taken`
holds each message that it answered with 250, or would have: what it had got whole.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import Message


class Sink:
    """What a mail server got, and how it behaves: a reply by step, or a function to call there."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.replies: dict[str, bytes] = {}
        self.hooks: dict[str, Callable[[], None]] = {}
        self.port = 0
        self.lock = threading.Lock()

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what was taken, in order."""
        with self.lock:
            return [str(message["Message-ID"]) for message in self.taken]

    def reply(self, step: str, usual: bytes) -> bytes:
        """What to answer at a step, after its hook."""
        if step in self.hooks:
            self.hooks[step]()
        return self.replies.get(step, usual)


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        with suppress(ConnectionError, TimeoutError):
            self._talk(self.server.sink)

    def _say(self, line: bytes) -> None:
        if line == b"hang up":
            raise ConnectionResetError
        self.wfile.write(line + b"\r\n")

    def _talk(self, sink: Sink) -> None:
        self._say(sink.reply("greeting", b"220 sink"))
        while line := self.rfile.readline():
            verb = line.split()[0].upper().decode() if line.split() else ""
            step = verb.partition(":")[0].lower()
            if verb == "QUIT":
                self._say(b"221 bye")
                return
            if verb != "DATA":
                self._say(sink.reply(step, b"250 ok"))
                continue
            start = sink.reply("data", b"354 go on")
            self._say(start)
            if start.startswith(b"354"):
                self._read(sink)

    def _read(self, sink: Sink) -> None:
        content = bytearray()
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:  # it broke off: such a message was never sent
                raise ConnectionResetError
            content += line[1:] if line.startswith(b".") else line
        with sink.lock:
            sink.taken.append(message_from_bytes(bytes(content)))
        self._say(sink.reply("end", b"250 taken"))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    sink: Sink


@contextmanager
def listening() -> Iterator[Sink]:
    """A sink that listens on a port of its own, for the duration of the block."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.sink = Sink()
        server.sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server.sink
        finally:
            server.shutdown()
            thread.join()
