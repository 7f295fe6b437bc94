"""Every page of both audiences: accessible, fits a telephone, large enough, nothing filled in.

Participants' pages are looked at in the light, in the dark and from right to left. The pages that
need more than this room's crowd are looked at in other rooms: `looked_at.PAGES` knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import cast
import eyes
import looked_at
import pages
import pytest
from crowd import EVENING, Crowd
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, reverse
from hands import shoot
from playwright.sync_api import expect

from limen.conduct.core import clock
from limen.conduct.core import help as help_
from limen.conduct.core.deployment import Help
from limen.conduct.participant import urls as participant_urls
from limen.conduct.staff import urls as staff_urls
from limen.conduct.urls import urlpatterns

pytestmark = pytest.mark.long

#: What may stand in an address, by the class of its converter.
ANYTHING = {"StringConverter": "x", "IntConverter": 1, "UUIDConverter": uuid4()}

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
def crowd(server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crowd]:
    """Everybody, at half past six in the evening; there is somebody to call."""
    monkeypatch.setattr(help_, "contacts", lambda: HELP)
    server.set_clock(EVENING)
    with clock.as_of(EVENING):
        yield Crowd()


def _named() -> Iterator[tuple[str, URLPattern]]:
    """Every page of the URLconf by its whole name."""
    for audience, urls in (("participant", participant_urls), ("staff", staff_urls)):
        yield from ((f"{audience}:{one.name}", one) for one in urls.urlpatterns)
    yield from ((str(one.name), one) for one in urlpatterns if isinstance(one, URLPattern))


def test_some_room_looks_at_every_page() -> None:
    assert sorted(looked_at.names()) == sorted(name for name, _ in _named())


@pytest.mark.parametrize("name", looked_at.BUTTONS)
def test_a_button_is_no_page(study: object, name: str) -> None:
    converters = dict(_named())[name].pattern.converters
    parts = {part: ANYTHING[type(one).__name__] for part, one in converters.items()}
    assert Client().get(reverse(name, kwargs=parts)).status_code == 405


def test_every_page_of_participants(crowd: Crowd, server: Any, tour: Any) -> None:
    places = set()
    for number, one in enumerate(pages.of_participants(crowd)):
        page = tour.page_of(one.who)
        _look_in_the_light(tour, page, one)
        box = page.locator("header .help-link").bounding_box()
        places.add((round(box["x"]), round(box["y"])))
        tour.note(one.called, _in_the_dark(page))
        _shoot(page, one, number, "dark")
        tour.note(one.called, _from_right_to_left(page, one, server.address))
        _shoot(page, one, number, "rtl")
    copy = cast.device_of(crowd.ella).get(reverse("participant:copy_page"))
    tour.unpack("participant:copy_page", copy.content)
    _is_well(tour.faults("participant:"))
    assert len(places) == 1  # help is where it was


def _look_in_the_light(tour: Any, page: Any, one: pages.Page) -> None:
    page.emulate_media(color_scheme="light")
    page.context.clear_cookies(name=settings.LANGUAGE_COOKIE_NAME)
    tour.visit(one.called, one.address, one.who)
    if one.name not in pages.SETTINGS:
        tour.note(one.called, eyes.filled(page))
    if page.locator("footer a[href='tel:112']").count() != 1:
        tour.note(one.called, ["no number for an emergency"])
    for track in page.locator(".track:visible").all():
        if eyes.columns_of(track) != 1:
            tour.note(one.called, ["a slider is painted before it is touched"])


def _in_the_dark(page: Any) -> list[str]:
    page.emulate_media(color_scheme="dark")
    return [f"dark: {one}" for one in eyes.violations(page, "color-contrast")]


def _from_right_to_left(page: Any, one: pages.Page, address: str) -> list[str]:
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "ar", "url": address}
    page.context.add_cookies([cookie])
    page.emulate_media(color_scheme="light")
    page.goto(one.address)
    assert page.locator("html").get_attribute("dir") == "rtl"
    return [f"right to left: {each}" for each in eyes.faults(page)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_question_of_a_plain_form(
    crowd: Crowd, server: Any, tour: Any, language: str
) -> None:
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": server.address}
    for one in pages.of_participants(crowd):
        if one.name.partition(":")[2] not in ("occasion", "intake", "event"):
            continue
        page = tour.page_of(one.who)
        page.context.add_cookies([cookie])
        page.route("**/*.js", _nothing)  # axe itself needs a browser with scripts
        tour.visit(one.called, one.address, one.who)
        tour.note(one.called, eyes.filled(page))
    _is_well(tour.wrong)


def test_pages_that_refuse_are_pages_too(crowd: Crowd, phone: Any) -> None:
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
            with page.expect_navigation():
                page.evaluate("document.querySelector('form[data-sheet]').submit()")
            expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert eyes.faults(page) == []
        expect(page.locator("header .help-link")).to_have_count(1)
        page.complaints.clear()  # chromium counts what is refused as an error of the page


def _nothing(route: Any) -> None:
    route.fulfill(body="", content_type="text/javascript")


def test_every_page_of_the_team(crowd: Crowd, tour: Any) -> None:
    for one in pages.of_staff(crowd):
        page = tour.visit(one.called, one.address, one.who)
        if one.name == "staff:sign_in":
            tour.note(one.called, eyes.filled(page))
    _is_well(tour.faults("staff:"))


def _shoot(page: Any, one: pages.Page, number: int, look: str) -> None:
    shoot(page, f"{one.name.replace(':', '_')}_{number:02}_{look}")


def _is_well(wrong: dict[str, list[str]]) -> None:
    assert not wrong, "\n".join(f"{name}\n  " + "\n  ".join(found) for name, found in wrong.items())
