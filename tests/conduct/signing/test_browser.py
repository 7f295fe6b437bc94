"""The pages of the sign-in and of the team in a real browser, at 390 and at 1280 px."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import cast
import entrance
import pytest
from hands import follow, press
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
import team

from limen.conduct.core import clock
from limen.conduct.core.models import Membership

pytestmark = pytest.mark.long


@pytest.fixture
def people(demonstration_study, by) -> Iterator[cast.Cast]:
    with clock.as_of(team.EVENING):
        yield cast.people(by)


def test_somebody_new_comes_in_on_a_telephone_and_everything_is_accessible(
    people, server, phone, tour
):
    people.carla, people.mei, people.ines  # noqa: B018 - they are hired
    team.adam()
    asked: list[str] = []
    page = phone()
    page.on("request", lambda request: asked.append(request.url))
    _gives_password(page)
    _unfolds(page, "It cannot be scanned")
    tour.look(page, "set_up")
    page.get_by_label("Code of the app").fill("000000")
    press(page, "Confirm and sign in")
    tour.look(page, "set_up_wrong")
    page.get_by_label("Code of the app").fill(page.locator(".working .code").inner_text())
    press(page, "Confirm and sign in")
    expect(page.locator(".codes li")).to_have_count(10)
    recovery = page.locator(".codes li").first.inner_text()
    tour.look(page, "set")
    follow(page, "I have them: go on")
    press(page, "Sign out")
    _gives_password(page)
    _unfolds(page, "The telephone is not at hand")
    tour.look(page, "code")
    page.get_by_label("A recovery code").fill("7K2M")
    press(page, "Sign in")
    tour.look(page, "code_wrong")
    page.get_by_label("A recovery code").fill(recovery)
    press(page, "Sign in")
    expect(page.get_by_text("9 are left")).to_have_count(1)
    for name, address in _addresses(people).items():
        page.goto(address)
        tour.look(page, name)
    page.complaints.clear()  # chromium counts a 422 as an error of the page
    assert tour.faults() == {}
    assert all(url.startswith((server.address, "data:")) for url in asked)


def _gives_password(page) -> None:
    page.goto("/staff/")
    page.get_by_label("Name").fill("adam")
    page.get_by_label("Password").fill(cast.PASSWORD)
    press(page, "Sign in")


def _unfolds(page, words: str) -> None:
    page.get_by_text(words).click()
    expect(page.locator("details[open]", has_text=words)).to_have_count(1)


def _addresses(people) -> dict[str, str]:
    role = Membership.objects.get(member=people.mei).pk
    return {
        "members": "/staff/members/",
        "end_role": f"/staff/members/role/{role}/end/",
        "reset_factor": "/staff/members/mei/reset-factor/",
    }


def test_signing_in_works_without_a_script(people, phone):
    people.carla  # noqa: B018 - she is hired
    page = phone(java_script_enabled=False)
    page.goto("/staff/")
    entrance.at_a_browser(page, "carla")
    expect(page.get_by_role("heading", name="People")).to_have_count(1)
