"""The pages of the sign-in and of the team in a real browser, at 390 and at 1280 px."""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import cast
import entrance
import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application

sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
import team

from limen.conduct.core import clock
from limen.conduct.core.models import Membership

pytestmark = pytest.mark.long

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIOLATIONS = """standards => axe.run({runOnly: standards}).then(found => found.violations.map(
    one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 120)).join(" | ")))"""
OVERFLOWS = "document.documentElement.scrollWidth > window.innerWidth"


class _Silent(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def people(demonstration_study, by) -> Iterator[cast.Cast]:
    with clock.as_of(team.EVENING):
        yield cast.people(by)


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


def test_somebody_new_comes_in_on_a_telephone_and_everything_is_accessible(
    browser, people, server, tmp_path
):
    people.carla, people.mei, people.ines  # noqa: B018 - they are hired
    team.adam()
    axe, wrong, asked = _axe(), {}, []
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))

    def looks(name: str) -> None:
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            page.evaluate(axe)
            found = page.evaluate(VIOLATIONS, STANDARDS)
            if page.evaluate(OVERFLOWS):
                found.append("wider than the window")
            if found:
                wrong[name, width] = found
            page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)

    def presses(role: str, name: str) -> None:
        with page.expect_navigation():
            page.get_by_role(role, name=name).click()

    def give_password() -> None:
        page.goto(f"{server}/staff/")
        page.get_by_label("Name").fill("adam")
        page.get_by_label("Password").fill(cast.PASSWORD)
        presses("button", "Sign in")

    def enter_code() -> None:
        page.get_by_label("Code of the app").fill(page.locator(".working .code").inner_text())

    give_password()
    page.get_by_text("It cannot be scanned").click()
    looks("set_up")
    page.get_by_label("Code of the app").fill("000000")
    presses("button", "Confirm")
    looks("set_up_wrong")
    enter_code()
    presses("button", "Confirm")
    assert page.locator(".codes li").count() == 10
    recovery = page.locator(".codes li").first.inner_text()
    looks("set")
    presses("link", "I have them: go on")
    presses("button", "Sign out")
    give_password()
    page.get_by_text("The telephone is not at hand").click()
    looks("code")
    page.get_by_label("A recovery code").fill("7K2M")
    presses("button", "Sign in")
    looks("code_wrong")
    page.get_by_label("A recovery code").fill(recovery)
    presses("button", "Sign in")
    assert page.get_by_text("9 are left").count() == 1
    page.goto(f"{server}/staff/members/")
    looks("members")
    role = Membership.objects.get(member=people.mei).pk
    page.goto(f"{server}/staff/members/role/{role}/end/")
    looks("end_role")
    page.goto(f"{server}/staff/members/mei/reset-factor/")
    looks("reset_factor")
    context.close()
    assert wrong == {}
    assert all(url.startswith((server, "data:")) for url in asked)


def test_signing_in_works_without_a_script(browser, people, server):
    people.carla  # noqa: B018 - she is hired
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/staff/")
    entrance.at_a_browser(page, "carla")
    assert page.get_by_role("heading", name="People").count() == 1
    context.close()
