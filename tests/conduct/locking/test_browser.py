"""The pages of the lock in a browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import last_day
import pytest
import team
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from last_day import BY

from limen.conduct.core import clock
from limen.conduct.core.locking import meaning_of_casebook, sign_casebook
from limen.conduct.core.locking.casebook import casebook_states
from limen.conduct.core.models import Occasion, Participant
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
def server(over, monkeypatch) -> Iterator[str]:
    """The address of a server on the database of this test, after the study's last day."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["127.0.0.1"])
    application = get_wsgi_application()

    def afterwards(environment, start):
        with clock.as_of(last_day.END), closing(application(environment, start)) as answer:
            return [b"".join(answer)]

    with make_server("127.0.0.1", 0, afterwards, handler_class=_Silent) as made:
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


def test_every_page_is_accessible_and_fits(browser, over, server, tmp_path):
    anna, boris, *_others = over.people
    with recording("test.reopened", by=BY) as record:
        rows = list(Occasion.objects.filter(participant=boris)[:12])
        for row in rows:
            row.state = "open"
        record.change_all(rows, "state")
    seen = casebook_states(Participant.objects.all())[anna.pk]
    sign_casebook(anna, member=over.ines, seen=seen, meaning=meaning_of_casebook())
    axe, wrong = _axe(), {}
    session = team.browser_of(over.ines).cookies[settings.SESSION_COOKIE_NAME].value
    for width in (390, 1280):
        context = browser.new_context(viewport={"width": width, "height": 844})
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}]
        )
        page = context.new_page()
        for name, address in _addresses(over.people).items():
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


def _addresses(people) -> dict[str, str]:
    return {
        "lock": "/staff/lock/",
        "lock-kind": "/staff/lock/?kind=occasions",
        "casebooks": "/staff/casebooks/",
        "signed": team.address("casebook", people[0]),
        "undone": team.address("casebook", people[1]),
        "ready": team.address("casebook", people[2]),
    }
