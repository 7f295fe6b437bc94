"""A real server in this process, on the database of the test, for a real browser."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import override_settings

from limen.conduct.core import clock


class _Listener(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 32

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection; its thread leaves none to the database open."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server:
    """A server: its address, its clock, and every body that it was sent."""

    def __init__(self) -> None:
        self.address = ""
        self.sent: list[bytes] = []
        self._handler = get_wsgi_application()
        self.set_clock(clock.now())

    def set_clock(self, moment: datetime) -> None:
        """Let it be this moment at the server now; time goes on from there."""
        self._ahead = moment - datetime.now(UTC)

    def now(self) -> datetime:
        """Return the server's moment."""
        return datetime.now(UTC) + self._ahead

    def application(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Answer one request at that moment."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length:
            body = environ["wsgi.input"].read(length)
            self.sent.append(body)
            environ["wsgi.input"] = io.BytesIO(body)
        with clock.as_of(self.now()), closing(self._handler(environ, start_response)) as answer:
            return [b"".join(answer)]


@contextmanager
def listening() -> Iterator[Server]:
    """A server on a port of its own; its clock begins at the moment of whoever asks for it."""
    found = Server()
    with (
        override_settings(ALLOWED_HOSTS=["127.0.0.1", "testserver"]),
        make_server("127.0.0.1", 0, found.application, _Listener, _Silent) as listener,
    ):
        found.address = f"http://127.0.0.1:{listener.server_port}"
        thread = threading.Thread(target=listener.serve_forever, daemon=True)
        thread.start()
        yield found
        listener.shutdown()
        thread.join()
