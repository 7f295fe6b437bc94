"""The pages of raters in a real browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import cast
import interview
import pytest
import servers
import team
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from limen.conduct.core import clock
from limen.conduct.core.services.invite import invite

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIOLATIONS = """standards => axe.run({runOnly: standards}).then(found => found.violations.map(
    one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 120)).join(" | ")))"""
OVERFLOWS = "document.documentElement.scrollWidth > window.innerWidth"


class _Silent(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def people(deployment) -> Iterator[cast.Cast]:
    """The cast, in a study that asks its raters for a guess."""
    text = interview.changed(guesses=interview.GUESS)
    with servers.sqlite(text), clock.as_of(interview.SUNDAY):
        yield cast.people()


@pytest.fixture
def server(anna, monkeypatch) -> Iterator[str]:
    """The address of a server on the database of this test, on the Sunday of the tests."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["127.0.0.1", "testserver"])
    application = get_wsgi_application()

    def sunday(environment, start):
        with clock.as_of(interview.SUNDAY), closing(application(environment, start)) as answer:
            return [b"".join(answer)]

    with make_server("127.0.0.1", 0, sunday, handler_class=_Silent) as made:
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


def test_every_page_is_accessible_and_fits(browser, anna, people, rita, server, tmp_path):
    bea = cast.agreed(invite(people.here, by=cast.BY).participant)
    team.begins(bea)
    interview.rates(anna, rita)
    page = interview.address(anna, "rating_correct", "measurement.distress_seen")
    said = {"measurement.distress_seen": "4", "reason": "read from the wrong line"}
    team.went_on(team.browser_of(rita).post(page, said))
    row = team.measures(anna, "systolic", 142.0)
    shown = {
        "ratings": (rita, interview.LIST),
        "rating": (rita, interview.address(bea)),
        "rating-to-come": (rita, interview.address(bea, visit="week.2")),
        "rating-stored": (rita, interview.address(anna)),
        "rating-guess": (rita, interview.address(anna, "rating_guess")),
        "rating-correct": (rita, page),
        "trail": (rita, "/staff/trail/"),
        "study": (rita, "/staff/study/"),
        "correct-measurement": (
            people.carla,
            team.address("correct_measurement", anna, "baseline", row.pk),
        ),
        "occasion": (people.carla, team.address("occasion", anna, "week.1")),
    }
    axe, wrong = _axe(), {}
    for width in (390, 1280):
        for name, (member, address) in shown.items():
            context = browser.new_context(viewport={"width": width, "height": 844})
            session = team.browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}
            context.add_cookies([cookie])
            page = context.new_page()
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
