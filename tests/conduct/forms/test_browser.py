"""The pages of forms in a real browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import team
import visit
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from limen.conduct.core import clock
from limen.conduct.core.answering import doses, record_administration
from limen.conduct.core.forms.services import freeze, verify

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


def happens(anna, people) -> None:
    """Let forms stand in every state, and somebody be watched."""
    row = visit.fills(anna, people.carla, performed_by=people.ines)
    visit.corrects(anna, "pulse", 66, people.carla)
    row.refresh_from_db()
    verify(row, member=people.mei, seen=row.content)
    row.refresh_from_db()
    freeze(visit.signs(row, people.ines), member=people.ines)
    tests = {"measurement.pregnancy_test": "0", "measurement.drug_test": "0"}
    visit.fills(anna, people.carla, "tests", fields=tests)
    visit.fills(anna, people.carla, "ecg", final=False, fields={"measurement.qtc": "412"})
    questions = team.filled(visit.questions(anna, "rated", "rated"))
    visit.fills(anna, people.carla, "rated", "rated", fields=questions)
    taken = team.EVENING - timedelta(hours=2)
    record_administration(
        anna,
        client_id=uuid4(),
        status="taken",
        taken_at=taken,
        number=doses(anna)[0].due.number,
        by=visit.actor(people.carla),
    )


def test_every_page_is_accessible_and_fits(browser, anna, people, server, tmp_path):
    happens(anna, people)
    axe = _axe()
    sessions = {name: team.browser_of(getattr(people, name)) for name in ("ines", "mei")}
    wrong = {}
    for width in (390, 1280):
        for (name, who), address in _addresses(anna).items():
            context = browser.new_context(viewport={"width": width, "height": 844})
            value = sessions[who].cookies[settings.SESSION_COOKIE_NAME].value
            theirs = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server}
            context.add_cookies([theirs])
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


def _addresses(anna) -> dict[tuple[str, str], str]:
    def form(name: str, id: str, identifier: str = "baseline") -> str:
        return team.address(name, anna, identifier, id)

    return {
        ("person", "ines"): team.address("person", anna),
        ("forms", "ines"): team.address("forms", anna),
        ("frozen", "ines"): form("form", "vital_signs"),
        ("rated", "ines"): form("form", "rated", "rated"),
        ("to_verify", "mei"): form("form", "tests"),
        ("enter", "ines"): form("form_enter", "tests", "last_contact"),
        ("go_on", "ines"): form("form_enter", "ecg"),
        ("not_done", "ines"): form("form_not_done", "laboratory"),
        ("unfreeze", "ines"): form("form_freeze", "vital_signs"),
        ("sign", "ines"): team.address("forms_sign", anna),
        ("release", "ines"): team.address("release", anna),
    }
