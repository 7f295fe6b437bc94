"""The monitor's pages in a real browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import many
import pytest
import servers
import team
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from limen.conduct.core import clock
from limen.conduct.core.models import Site
from limen.conduct.staff.monitoring.matters import MATTERS
from limen.conduct.staff.monitoring.report import open_report

pytestmark = pytest.mark.long
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIOLATIONS = """standards => axe.run({runOnly: standards}).then(found => found.violations.map(
    one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 120)).join(" | ")))"""
OVERFLOWS = "document.documentElement.scrollWidth > window.innerWidth"


class _Silent(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def session(deployment) -> Iterator[str]:
    """The session of who monitors every site of a study in which much has happened."""
    with servers.sqlite(many.BOUNDED):
        many.many(22, 14)
        with clock.as_of(many.NOW):
            monitor = many.works_at("max", "monitor", *Site.objects.all())
            cookies = team.browser_of(monitor).cookies
            yield cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def server(session, monkeypatch) -> Iterator[str]:
    """The address of a server on that study."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["127.0.0.1"])
    application = get_wsgi_application()

    def later(environment, start):
        with clock.as_of(many.NOW), closing(application(environment, start)) as answer:
            return [b"".join(answer)]

    with make_server("127.0.0.1", 0, later, handler_class=_Silent) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()
        thread.join()


def _axe() -> str:
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe is not installed (axe-playwright-python)")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def test_every_page_is_accessible_and_fits(browser, session, server, tmp_path):
    axe, wrong = _axe(), {}
    report = tmp_path / "open-report.html"
    report.write_bytes(open_report().content)
    addresses = {matter: f"{server}/staff/monitoring/{matter}/" for matter in MATTERS}
    addresses |= {"overview": f"{server}/staff/monitoring/", "report": report.as_uri()}
    for width in (390, 1280):
        context = browser.new_context(viewport={"width": width, "height": 844})
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}
        context.add_cookies([cookie])
        page = context.new_page()
        for name, address in addresses.items():
            answer = page.goto(address)
            assert name == "report" or answer.status == 200, address
            page.evaluate(axe)
            found = page.evaluate(VIOLATIONS, STANDARDS)
            if page.evaluate(OVERFLOWS):
                found.append("wider than the window")
            if found:
                wrong[width, name] = found
            page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
        context.close()
    assert wrong == {}
