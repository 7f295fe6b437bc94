"""Every page of the team in a real browser, 390 px wide: accessible, and nothing sticks out."""

from __future__ import annotations

import importlib.util
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import agreement
import pytest
import team
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from limen.conduct.core import clock
from limen.conduct.core.models import Response

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIOLATIONS = """standards => axe.run({runOnly: standards}).then(found => found.violations.map(
    one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 120)).join(" | ")))"""
OVERFLOWS = "document.documentElement.scrollWidth > window.innerWidth"


class _Silent(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(people, monkeypatch) -> Iterator[str]:
    """The address of a server on the database of this test, at the evening of the tests."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["127.0.0.1"])
    application = get_wsgi_application()

    def evening(environment, start):
        with clock.as_of(team.EVENING), closing(application(environment, start)) as answer:
            return [b"".join(answer)]

    with make_server("127.0.0.1", 0, evening, handler_class=_Silent) as made:
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


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_every_page_is_accessible_and_fits_a_telephone(anna, bea, people, server):
    from playwright.sync_api import sync_playwright

    agreement.agrees(bea)
    team.answers(anna, "diary.2")
    team.tells(anna)
    axe = _axe()
    ines = team.browser_of(people.ines).cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": ines, "path": "/staff/"}
    wrong = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        addresses = _addresses(anna, bea)
        for address in [team.address("sign_in"), *addresses]:
            answer = page.goto(server + address)
            assert answer is not None
            assert answer.status == 200, address
            page.evaluate(axe)
            found = page.evaluate(VIOLATIONS, STANDARDS)
            if page.evaluate(OVERFLOWS):
                found.append("wider than 390 px")
            if found:
                wrong[address] = found
            context.add_cookies([cookie | {"domain": "127.0.0.1"}])
        browser.close()
    assert len(addresses) > 25
    assert wrong == {}


def _addresses(anna, bea) -> list[str]:
    plain = ("home", "invite", "messages", "trail", "study", "amendments")
    mine = ("person", "invite_again", "contact", "screening", "intake", "event", "pause", "resume",
            "discontinue", "complete", "lose", "withdraw", "erase")  # fmt: skip
    hers = ("person", "counter_sign", "decision", "start", "comprehension", "paper_consent")
    row = Response.objects.get(occasion__identifier="diary.2", item="mood")
    return [
        *(team.address(name) for name in plain),
        *(team.address(name, anna) for name in mine),
        *(team.address(name, bea) for name in hers),
        team.address("correct_event", anna, 1),
        team.address("occasion", anna, "diary.2"),
        team.address("enter", anna, "diary.2"),
        team.address("cancel", anna, "diary.5"),
        team.address("correct", anna, "diary.2", row.pk),
    ]
