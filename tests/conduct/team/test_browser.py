"""The team's pages in a real browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import cast
import kept
import night
import pytest
import team
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from limen.conduct.core import clock
from limen.conduct.core.contacts import log_contact, take_back
from limen.conduct.core.deviations import note_deviation
from limen.conduct.core.medication import Said, add_medication
from limen.conduct.core.queries import answer
from limen.conduct.core.trail import recording

pytestmark = pytest.mark.long

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
        with clock.as_of(team.EVENING), closing(application(environment, start)) as found:
            return [b"".join(found)]

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


def happens(people, anna):
    """Let everything happen that these pages show; return the monitor's query."""
    people.watches(people.ines, night.PHYSICIAN)
    team.answers(anna, "diary.2")
    night.tells(anna, at=team.EVENING)
    query = kept.by_the_team(anna, people)
    answer(query, member=people.carla, words="It was half past nine; corrected.", seen=1)
    for name in ("Lithium carbonate 300 mg", "Litium"):
        add_medication(anna, Said(name=name, dose="1-0-1"), member=people.carla)
    line = log_contact(
        anna, member=people.ines, way="letter", reached=True, at=team.EVENING, words="A card"
    )
    take_back(line, member=people.ines, reason="Another person")
    with recording("test.noticed", by=cast.BY, participant=anna) as record:
        note_deviation(record, anna, category="visit_window", words="Came a day late")
    return query


def addresses(anna, query) -> dict[str, str]:
    """What is looked at."""
    return {
        "day": team.address("day"),
        "people": team.address("home"),
        "person": team.address("person", anna),
        "occasion": team.address("occasion", anna, "diary.2"),
        "lose": team.address("lose", anna),
        "queries": team.address("queries"),
        "query": f"/staff/queries/{query.pk}/",
        "ask": team.address("ask", anna) + "?about=occasion&occasion=diary.2",
        "deviations": team.address("deviations"),
        "person_deviations": team.address("person_deviations", anna),
        "correct_deviation": team.address("correct_deviation", anna, 2),
        "contacts": team.address("contacts", anna),
        "medications": team.address("medications", anna),
        "correct_medication": team.address("correct_medication", anna, 3),
    }


def test_every_page_is_accessible_and_fits(browser, anna, people, server, tmp_path):
    query = happens(people, anna)
    axe = _axe()
    session = team.browser_of(people.ines).cookies[settings.SESSION_COOKIE_NAME].value
    wrong = {}
    for width in (390, 1280):
        context = browser.new_context(viewport={"width": width, "height": 844})
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}]
        )
        page = context.new_page()
        for name, address in addresses(anna, query).items():
            found = page.goto(server + address)
            assert found is not None
            assert found.status == 200, address
            page.evaluate(axe)
            faults = page.evaluate(VIOLATIONS, STANDARDS)
            if page.evaluate(OVERFLOWS):
                faults.append("wider than the window")
            if faults:
                wrong[width, name] = faults
            page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
        context.close()
    assert wrong == {}
