"""The pages of safety in a real browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import cast
import night
import pytest
import team
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from limen.conduct.core import clock

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


def test_every_page_is_accessible_and_fits(browser, anna, people, server, tmp_path):
    people.watches(people.ines, night.PHYSICIAN)
    team.answers(anna, "diary.2")
    night.tells(anna, at=team.EVENING)
    axe = _axe()
    hers = {"name": "limen_device", "value": cast.device_of(anna).cookies["limen_device"].value}
    session = team.browser_of(people.ines).cookies[settings.SESSION_COOKIE_NAME].value
    theirs = {"name": settings.SESSION_COOKIE_NAME, "value": session}
    wrong = {}
    for width in (390, 1280):
        context = browser.new_context(viewport={"width": width, "height": 844})
        context.add_cookies([one | {"url": server} for one in (hers, theirs)])
        page = context.new_page()
        for name, address in _addresses(anna).items():
            answer = page.goto(server + address)
            assert answer is not None
            assert answer.status == 200, address
            page.evaluate(axe)
            found = page.evaluate(VIOLATIONS, STANDARDS)
            if page.evaluate(OVERFLOWS):
                found.append("wider than the window")
            if found:
                wrong[width, name] = found
            page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
    context.close()
    assert wrong == {}


def _addresses(anna) -> dict[str, str]:
    return {
        "inbox": team.address("safety"),
        "roster": team.address("safety_roster"),
        "events": team.address("safety_events"),
        "alert": f"/staff/safety/a/{anna.alerts.get().pk}/",
        "dosing": team.address("dosing", anna),
        "scores": team.address("scores", anna),
        "judge": team.address("judge_event", anna, 1),
        "today": "/today/",
        "intake": "/intake/",
        "help": "/help/",
    }
