"""One evening entry on a telephone, 390 px wide: with the script and without, by taps and time."""

from __future__ import annotations

import re
import time
from typing import Any

import eyes
import pytest
from day import anna_begins, occasion_of, riga
from hands import answer, fill_in, leave_by, open_form, send, shoot, shown
from playwright.sync_api import expect

from limen.conduct.core.models import Participant, Response, Submission

pytestmark = pytest.mark.long

QUESTIONS = 21


def test_an_evening_takes_a_tap_per_question_and_less_than_ninety_seconds(
    server: Any, phone: Any
) -> None:
    anna = anna_begins()
    server.set_clock(riga(5, 19))
    page = phone(anna)
    page.goto("/today/")
    shoot(page, "today")
    assert eyes.violations(page) == []
    began, taps = time.monotonic(), 1
    leave_by(page, page.locator("a[href='/o/diary.1/']"))
    page.wait_for_selector("form.stepped")
    expect(page.locator("[data-progress-words]")).to_have_text(f"1 of {QUESTIONS}")
    shoot(page, "choice")
    assert eyes.violations(page) == []
    for number in range(QUESTIONS):
        if number == 12:
            shoot(page, "slider")
            assert eyes.violations(page) == []
        answer(page)
        taps += 1
    expect(page.locator("[data-end]")).to_be_visible()
    shoot(page, "end")
    assert eyes.violations(page) == []
    send(page)
    taps += 1
    seconds = time.monotonic() - began
    shoot(page, "received")
    assert eyes.violations(page) == []
    assert taps == QUESTIONS + 2  # one to open, one per question, one to send
    assert seconds < 60  # what the page itself takes; reading comes on top
    print(f"{taps} taps, {seconds:.1f} seconds")  # noqa: T201
    stored = Submission.objects.get()
    assert stored.client_offset_minutes is not None
    assert Response.objects.filter(state="answered").count() == QUESTIONS
    mood = Response.objects.get(instrument="limen_daily", item="mood")
    assert 65 <= float(mood.value) <= 75
    assert page.evaluate("sessionStorage.length") == 0  # no draft stays behind


def test_without_a_script_the_same_form_is_filled_in_and_sent(server: Any, phone: Any) -> None:
    anna = anna_begins()
    server.set_clock(riga(5, 19))
    page = phone(anna, java_script_enabled=False)
    page.goto("/o/diary.1/")
    shoot(page, "plain")
    leave_by(page, page.locator("[data-send]"))  # nothing filled in: it comes back, says where
    page.wait_for_selector("#errors:focus")
    expect(page.locator("#errors a")).to_have_count(QUESTIONS)
    page.complaints.clear()  # chromium counts a 422 as an error of the page
    shoot(page, "plain_errors")
    expect(shown(page)).to_have_count(QUESTIONS)
    for question in page.locator("fieldset.question").all():
        if question.get_attribute("data-kind") == "slider":
            question.locator("input[type=number]").fill("70")
        else:
            question.locator(".choice").nth(1).tap()
    send(page)
    assert Response.objects.filter(state="answered").count() == QUESTIONS
    assert occasion_of(anna, "diary.1").state == "submitted"


@pytest.mark.long
def test_back_takes_back_and_a_reload_loses_nothing(server: Any, phone: Any) -> None:
    anna = anna_begins()
    server.set_clock(riga(5, 19))
    page = phone(anna)
    open_form(page, "/o/diary.1/")
    expect(page.locator("[data-back]")).to_be_disabled()
    first = page.locator("[name=client_id]").input_value()
    answer(page)
    answer(page)
    page.locator("[data-back]").tap()
    expect(shown(page)).to_have_attribute("data-key", "limen_stressors.2")
    page.go_back()  # the telephone's own
    expect(shown(page)).to_have_attribute("data-key", "limen_stressors.1")
    page.reload()
    page.wait_for_selector("form.stepped")
    expect(page.locator("[data-key='limen_stressors.2'] input").nth(1)).to_be_checked()
    expect(page.locator("[name=client_id]")).to_have_value(first)  # it is the same entry


@pytest.fixture
def afternoon(server: Any) -> Participant:
    """Anna on the afternoon of a dosing day: an intensity, then a guess."""
    anna = anna_begins()
    server.set_clock(riga(5, 14))
    return anna


def opened(page: Any) -> Any:
    open_form(page, "/o/dosing_day.1/")
    return page


def test_what_cannot_be_sent_is_kept_and_sent_with_the_same_id(
    afternoon: Participant, phone: Any
) -> None:
    page = opened(phone(afternoon))
    client_id = page.locator("[name=client_id]").input_value()
    fill_in(page)
    page.context.set_offline(True)
    page.locator("[data-send]").tap()
    state = page.locator("[data-state]")
    state.get_by_text("Not sent yet. It is kept on this page. Try again.").wait_for()
    shoot(page, "not_sent")
    expect(page.locator("[data-send]")).to_have_text("Try again")
    assert Submission.objects.count() == 0
    page.complaints.clear()  # chromium says that the network is gone
    page.context.set_offline(False)  # and the page tries by itself
    page.wait_for_url("**/received/**")
    assert str(Submission.objects.get().client_id) == client_id


def test_a_device_that_is_signed_out_meanwhile_loses_nothing(
    afternoon: Participant, phone: Any
) -> None:
    page = opened(phone(afternoon))
    fill_in(page)
    page.context.clear_cookies(name="limen_device")
    page.locator("[data-send]").tap()
    page.wait_for_selector("[name=kept]", state="attached")  # what was sent travels with the page
    page.complaints.clear()  # chromium counts a 401 as an error of the page
    assert Submission.objects.count() == 0


def test_a_slider_by_keyboard_says_that_it_is_not_answered(
    afternoon: Participant, phone: Any
) -> None:
    page = phone(afternoon)
    page.clock.install()
    opened(page)
    key = shown(page).get_attribute("data-key")
    slider = shown(page).locator("input[type=range]")
    expect(slider).to_have_attribute("aria-valuetext", "Not answered")
    expect(page.locator(".slider.answered:visible")).to_have_count(0)
    page.locator("[data-next]").tap()
    expect(shown(page).locator("[data-error]")).to_contain_text("Please answer")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^51, between “"))
    page.clock.run_for(10_000)  # the keyboard does not go on by itself
    expect(shown(page)).to_have_attribute("data-key", key)
    page.keyboard.press("Enter")
    expect(shown(page)).not_to_have_attribute("data-key", key)


@pytest.mark.parametrize("look", ["light", "dark", "rtl"])
@pytest.mark.long
def test_a_slider_suggests_nothing_in_the_dark_and_from_right_to_left(
    afternoon: Participant, phone: Any, look: str
) -> None:
    page = opened(phone(afternoon, color_scheme="dark" if look == "dark" else "light"))
    if look == "rtl":
        page.evaluate("document.documentElement.dir = 'rtl'")
    shoot(page, f"slider_{look}")
    track = shown(page).locator(".track").bounding_box()
    middle = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + 0.1 * track["width"], middle)
    page.mouse.down()
    page.mouse.move(track["x"] + 0.2 * track["width"], middle)  # and it is held there
    expect(shown(page).locator(".slider.answered")).to_have_count(1)
    value = float(shown(page).locator("input[type=number]").input_value())
    assert abs(value - (80 if look == "rtl" else 20)) <= 1
    thumb = shown(page).locator("input[type=range]").evaluate("one => Number(one.value)")
    assert thumb == value
    shoot(page, f"slider_answered_{look}")
    assert eyes.violations(page) == []
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]  # nothing runs out of the page


@pytest.mark.long
def test_targets_are_large_enough_for_a_thumb(afternoon: Participant, phone: Any) -> None:
    page = opened(phone(afternoon))
    targets = page.locator("main :is(button, .choice, .track):visible")
    assert targets.count() >= 4
    for target in targets.all():
        box = target.bounding_box()
        assert min(box["height"], box["width"]) >= 48, target.inner_text()
