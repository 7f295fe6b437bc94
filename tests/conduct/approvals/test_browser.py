"""Approvals, delegation, payments in a real browser, at 390 and 1280 px: accessible, they fit."""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import night
import pytest
import servers
import team
from django.conf import settings
from django.core.wsgi import get_wsgi_application

sys.path.insert(0, str(Path(__file__).parents[1] / "payments"))
import purse

from limen.conduct.core import clock
from limen.conduct.core.approvals import needed_at
from limen.conduct.core.approvals.services import end_approval, record_approval
from limen.conduct.core.delegation import sign_delegation
from limen.conduct.core.models import ApprovalRecord, Study

pytestmark = pytest.mark.long

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIOLATIONS = """standards => axe.run({runOnly: standards}).then(found => found.violations.map(
    one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 120)).join(" | ")))"""
OVERFLOWS = "document.documentElement.scrollWidth > window.innerWidth"
SHOWN = "one => document.querySelector(one).getClientRects().length > 0"


class _Silent(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def crowd(deployment) -> Iterator[night.Team]:
    """A study that pays and needs approvals, of which one has lapsed and one lapses soon."""
    with servers.sqlite(purse.PROTOCOL), clock.as_of(team.EVENING):
        people = night.Team()
        team.begins(people.anna)
        purse.pays(people.anna, people.carla, purse.RUN_IN[0])
        for row in ApprovalRecord.objects.filter(site=people.here, ends=None):
            end_approval(row, reason="revoked", ended_on=date(2026, 1, 1), by=people.ines)
        protocol = Study.objects.get().protocol
        for needed in needed_at(people.here, protocol)[:1]:
            record_approval(people.here, needed.id, reference="EC 12/2026 a long reference",
                            valid_from=date(2026, 2, 1), valid_until=date(2026, 3, 20),
                            letter_sha256="ab" * 32, by=people.ines)  # fmt: skip
        line = sign_delegation(
            people.here, to=people.carla, tasks=["consent_talk", "visit_forms", "kits"],
            function="Study nurse", starts_on=date(2026, 2, 1), signed_by=people.ines,
        )  # fmt: skip
        sign_delegation(people.here, to=people.carla, tasks=["visit_forms"], replaces=line,
                        starts_on=date(2026, 2, 1), signed_by=people.ines)  # fmt: skip
        people.petra  # noqa: B018 - she works there
        yield people


@pytest.fixture
def server(crowd, monkeypatch) -> Iterator[str]:
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


def test_every_page_is_accessible_and_fits_and_the_log_can_be_printed(
    browser, crowd, server, tmp_path
):
    axe, anna = _axe(), crowd.anna
    session = team.browser_of(crowd.ines).cookies[settings.SESSION_COOKIE_NAME].value
    theirs = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}
    wrong = {}
    for width in (390, 1280):
        context = browser.new_context(viewport={"width": width, "height": 844})
        context.add_cookies([theirs])
        page = context.new_page()
        for name, address in _addresses(anna).items():
            answer = page.goto(server + address)
            assert answer is not None
            assert answer.status == 200, address
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            page.evaluate(axe)
            found = page.evaluate(VIOLATIONS, STANDARDS)
            if page.evaluate(OVERFLOWS):
                found.append("wider than the window")
            if found:
                wrong[width, name] = found
            page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
    page.goto(server + team.address("delegation"))
    page.emulate_media(media="print")
    shown = {one: page.evaluate(SHOWN, one) for one in (".log", "h1", "main > form", ".tabs")}
    page.screenshot(path=tmp_path / "delegation-print.png", full_page=True)
    context.close()
    assert wrong == {}
    assert shown == {".log": True, "h1": True, "main > form": False, ".tabs": False}


def _addresses(anna) -> dict[str, str]:
    return {
        "approvals": team.address("approvals"),
        "study": team.address("study"),
        "invite": team.address("invite"),
        "delegation": team.address("delegation"),
        "delegation-line": team.address("delegation") + "?line=1",
        "payments": team.address("payments"),
        "person-payments": team.address("person_payments", anna),
        "person": team.address("person", anna),
    }
