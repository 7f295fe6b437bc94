"""Every page of both audiences: accessible, fits a telephone, large enough, nothing filled in.

Participants' pages are looked at in the light, in the dark and from right to left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import looks
import pages
import pytest
from crowd import EVENING, Crowd
from django.conf import settings
from hands import shoot
from walk import WIDE, Desk

from limen.conduct.core import clock
from limen.conduct.core import help as help_
from limen.conduct.core.deployment import Help
from limen.conduct.participant import urls as participant_urls
from limen.conduct.staff import urls as staff_urls
from limen.conduct.urls import urlpatterns

pytestmark = pytest.mark.long

HELP = Help(
    study="The study team",
    telephone="+44 20 7946 0123",
    email="team@example.org",
    hours="Monday to Friday, 9:00 to 17:00",
    emergency="112",
    crisis="A crisis line",
    crisis_telephone="+44 20 7946 0999",
)


@pytest.fixture
def crowd(site: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crowd]:
    """Everybody, at half past six in the evening; there is somebody to call."""
    monkeypatch.setattr(help_, "contacts", lambda: HELP)
    site.set_clock(EVENING)
    with clock.as_of(EVENING):
        yield Crowd()


def test_the_table_of_pages_is_whole(demonstration_study: object) -> None:
    with clock.as_of(EVENING):
        crowd = Crowd()
        there = {one.name for one in (*pages.of_participants(crowd), *pages.of_staff(crowd))}
    there.add("staff:sign_in")  # looked at on the way in
    known = {
        *(f"participant:{one.name}" for one in participant_urls.urlpatterns),
        *(f"staff:{one.name}" for one in staff_urls.urlpatterns),
        *(one.name for one in urlpatterns if hasattr(one, "name")),
    }
    elsewhere = {*pages.NO_PAGE, *pages.ELSEWHERE}
    assert there | elsewhere == known
    assert there & elsewhere == set()


def test_every_page_of_participants(crowd: Crowd, site: Any, phone: Any, axe: Any) -> None:
    telephones: dict[object, Any] = {}
    wrong: dict[str, list[str]] = {}
    places = set()
    for number, one in enumerate(pages.of_participants(crowd)):
        if one.who not in telephones:
            telephones[one.who] = phone(one.who, reduced_motion="reduce")
        page = telephones[one.who]
        with clock.as_of(EVENING):
            found = _in_the_light(page, one, axe)
            box = page.locator("header .help-link").bounding_box()
            places.add((round(box["x"]), round(box["y"])))
            _shoot(page, one, number, "light")
            found += _in_the_dark(page, axe)
            _shoot(page, one, number, "dark")
            found += _from_right_to_left(page, one, axe, site.address)
            _shoot(page, one, number, "rtl")
        if found:
            wrong[one.called] = found
    assert not wrong, _told(wrong)
    assert len(places) == 1  # help is where it was


def _in_the_light(page: Any, one: pages.Page, axe: Any) -> list[str]:
    page.emulate_media(color_scheme="light")
    page.context.clear_cookies(name=settings.LANGUAGE_COOKIE_NAME)
    answer = page.goto(one.address)
    assert answer.status == 200, one.called
    found = axe(page) + looks.faults(page)
    if one.name not in pages.SETTINGS:
        found += looks.filled(page)
    if page.locator("footer a[href='tel:112']").count() != 1:
        found.append("no number for an emergency")
    for track in page.locator(".track:visible").all():
        if looks.columns_of(track) != 1:
            found.append("a slider is painted before it is touched")
    return found


def _in_the_dark(page: Any, axe: Any) -> list[str]:
    page.emulate_media(color_scheme="dark")
    return [f"dark: {one}" for one in axe(page, "color-contrast")]


def _from_right_to_left(page: Any, one: pages.Page, axe: Any, address: str) -> list[str]:
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "ar", "url": address}
    page.context.add_cookies([cookie])
    page.emulate_media(color_scheme="light")
    page.goto(one.address)
    assert page.locator("html").get_attribute("dir") == "rtl"
    return [f"right to left: {each}" for each in axe(page) + looks.faults(page)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_question_of_a_plain_form(
    crowd: Crowd, site: Any, phone: Any, axe: Any, language: str
) -> None:
    telephones: dict[object, Any] = {}
    wrong: dict[str, list[str]] = {}
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.address}
    for one in pages.of_participants(crowd):
        if one.name.partition(":")[2] not in ("occasion", "intake", "event"):
            continue
        if one.who not in telephones:
            telephones[one.who] = phone(one.who)
            telephones[one.who].context.add_cookies([cookie])
            telephones[one.who].route("**/*.js", _nothing)  # axe itself needs a browser with one
        page = telephones[one.who]
        page.goto(one.address)
        found = axe(page) + looks.faults(page) + looks.filled(page)
        if found:
            wrong[one.called] = found
    assert not wrong, _told(wrong)


def test_pages_that_refuse_are_pages_too(crowd: Crowd, phone: Any, axe: Any) -> None:
    refusals = {
        "Your answers are kept": "limen_device",  # the device was forgotten
        "Please send again": settings.CSRF_COOKIE_NAME,  # the page had grown old
        "": "",  # there is no such page
    }
    for heading, cookie in refusals.items():
        page = phone(crowd.anna)
        page.goto("/o/dosing_day.1/" if cookie else "/nowhere/")
        if cookie:
            page.context.clear_cookies(name=cookie)
            page.evaluate("document.querySelector('form[data-sheet]').submit()")
            page.get_by_role("heading", name=heading).wait_for()
        assert axe(page) + looks.faults(page) == []
        assert page.locator("header .help-link").count() == 1
        page.complaints.clear()  # chromium counts what is refused as an error of the page


def _nothing(route: Any) -> None:
    route.fulfill(body="", content_type="text/javascript")


def test_every_page_of_the_team(crowd: Crowd, phone: Any, axe: Any) -> None:
    everything = pages.of_staff(crowd)
    page = phone()
    desk = Desk(page)
    page.goto("/staff/sign-in/")
    wrong = {"staff:sign_in": axe(page) + looks.faults(page) + looks.filled(page)}
    signed_in = ""
    for number, one in enumerate(everything):
        if one.member != signed_in:
            page.context.clear_cookies()
            desk.sign_in(one.member)
            signed_in = one.member
        page.set_viewport_size({"width": 390, "height": 844})
        answer = page.goto(one.address)
        assert answer.status == 200, one.called
        wrong[one.called] = axe(page) + looks.faults(page)
        page.set_viewport_size(WIDE["viewport"])
        _shoot(page, one, number, "wide")
    wrong = {name: found for name, found in wrong.items() if found}
    assert not wrong, _told(wrong)


def _shoot(page: Any, one: pages.Page, number: int, look: str) -> None:
    shoot(page, f"{one.name.replace(':', '_')}_{number:02}_{look}")


def _told(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{name}\n  " + "\n  ".join(found) for name, found in wrong.items())
