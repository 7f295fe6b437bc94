"""A real browser (the system's chromium) against a real server on the database of the test.

`site` is the server; its clock is set with `site.set_clock(moment)` and then runs on. `phone(...)`
opens a telephone, 390 px wide, in which somebody is signed in. `axe(page)` gives what axe finds
wrong with a page by WCAG 2.2 AA.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "participant"))

import servers
from cast import device_of
from django.test import override_settings

from limen.conduct.core import clock
from limen.conduct.core.models import Participant

assert servers.READY  # Django was set up before the models were imported

# Playwright keeps an event loop in the thread of the test, which Django would not work beside.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 32


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Site:
    """The server: its address, its clock, and whether it can be reached."""

    def __init__(self) -> None:
        self.address = ""
        self._set: tuple[datetime, float] | None = None

    def set_clock(self, moment: datetime) -> None:
        """Let it be this moment at the server now; time goes on from there."""
        self._set = (moment, time.monotonic())

    def now(self) -> datetime | None:
        """The server's moment."""
        if self._set is None:
            return None
        moment, since = self._set
        return moment + timedelta(seconds=time.monotonic() - since)

    def application(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer one request at that moment."""
        now = self.now()
        if now is None:
            return self._handler(environ, start_response)
        with clock.as_of(now):
            return self._handler(environ, start_response)

    @property
    def _handler(self) -> Any:
        from django.core.wsgi import get_wsgi_application

        if not hasattr(self, "_made"):
            self._made = get_wsgi_application()
        return self._made


@pytest.fixture
def site(demonstration_study: object) -> Iterator[Site]:
    """A server on a port of its own, on the demonstration's database."""
    found = Site()
    server = make_server("127.0.0.1", 0, found.application, _Server, _Silent)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    with override_settings(ALLOWED_HOSTS=["127.0.0.1", "testserver"]):
        thread.start()
        yield found
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def phone(browser: Any, site: Site) -> Iterator[Callable[..., Any]]:
    """Opens a telephone in which somebody is signed in; what its pages complain of fails the test.

    `options` are those of a Playwright context, such as `java_script_enabled` or `color_scheme`.
    """
    opened: list[tuple[Any, list[str]]] = []

    def open_phone(participant: Participant | None = None, **options: Any) -> Any:
        shape = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
        context = browser.new_context(base_url=site.address, **{**shape, **options})
        if participant is not None:
            token = device_of(participant).cookies["limen_device"].value
            context.add_cookies(
                [{"name": "limen_device", "value": token, "url": site.address, "httpOnly": True}]
            )
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda line: complaints.append(line.text) if line.type == "error" else None
        )
        page.complaints = complaints
        opened.append((context, complaints))
        return page

    yield open_phone
    for context, _ in opened:
        context.close()
    assert [one for _, complaints in opened for one in complaints] == []


FOUND = """options => axe.run(document, options).then(found => found.violations.flatMap(
    one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 120)}`)))"""


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Returns what axe finds wrong with a page, or only by one rule: rule and element, one a line.

    It stays in the page that it has looked at, and hands over what is wrong only: most of the time
    that looking takes is moving its script there and its findings back.
    """
    module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    script = module.Axe().axe_script
    everything = {"type": "tag", "values": WCAG}

    def check(page: Any, rule: str = "") -> list[str]:
        if page.evaluate("typeof window.axe === 'undefined'"):
            page.evaluate(script)
        only = {"type": "rule", "values": [rule]} if rule else everything
        found: list[str] = page.evaluate(FOUND, {"runOnly": only, "resultTypes": ["violations"]})
        return found

    return check
