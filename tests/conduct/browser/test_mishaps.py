"""What goes wrong with telephones: no network, two tabs, "back", a reload, a form left open."""

from __future__ import annotations

from typing import Any

import pytest
from day import anna_begins, occasion_of, riga
from hands import answer, fill_in, leave_by, open_form, send, shoot, shown
from playwright.sync_api import expect

from limen.conduct.core import messages
from limen.conduct.core.models import Participant, Response, Submission, TreatmentGuess

pytestmark = pytest.mark.long


NOT_SENT = "Not sent yet. It is kept on this page. Try again."


@pytest.fixture
def anna(server: Any) -> Participant:
    """Anna on the afternoon of a dosing day: an intensity, then a guess."""
    found = anna_begins()
    server.set_clock(riga(5, 14))
    return found


def opened(page: Any) -> Any:
    """The afternoon's form, shown."""
    open_form(page, "/o/dosing_day.1/")
    return page


def test_an_answer_whose_receipt_was_lost_is_stored_once(anna: Participant, phone: Any) -> None:
    page = opened(phone(anna))
    fill_in(page)
    lost = []

    def lose_the_receipt(route: Any) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch(max_redirects=0).status)  # the server has it
        route.abort()

    page.route("**/o/dosing_day.1/", lose_the_receipt)
    page.locator("[data-send]").tap()
    page.locator("[data-state]").get_by_text(NOT_SENT).wait_for()
    assert lost
    assert Submission.objects.count() == 1
    page.complaints.clear()  # chromium says that the network is gone
    send(page)
    assert Submission.objects.count() == 1
    assert occasion_of(anna, "dosing_day.1").state == "submitted"


def test_two_tabs_store_two_versions_and_lose_none(anna: Participant, phone: Any) -> None:
    first = opened(phone(anna))
    second = opened(first.context.new_page())
    fill_in(first)
    answer(second, place=0.2)
    fill_in(second)
    send(first)
    send(second)
    assert Submission.objects.count() == 2
    intensity = Response.objects.filter(item="intensity").order_by("version")
    assert [round(float(one.value), -1) for one in intensity] == [70, 20]
    assert TreatmentGuess.objects.count() == 1  # a guess is given once
    assert occasion_of(anna, "dosing_day.1").state == "submitted"


def test_back_after_sending_sends_nothing_again(anna: Participant, phone: Any) -> None:
    page = phone(anna)
    page.goto("/today/")
    leave_by(page, page.locator("a[href='/o/dosing_day.1/']"))
    page.wait_for_selector("form.stepped")
    fill_in(page)
    send(page)
    page.go_back()
    page.wait_for_url("**/today/")
    shoot(page, "back_after_sending")
    assert Submission.objects.count() == 1
    page.go_forward()
    page.wait_for_url("**/received/**")
    page.reload()  # a receipt may be read as often as one likes
    assert Submission.objects.count() == 1


def test_a_reload_in_the_middle_keeps_what_was_answered(anna: Participant, phone: Any) -> None:
    page = opened(phone(anna))
    answer(page)
    where = shown(page).get_attribute("data-key")
    page.reload()
    page.wait_for_selector("form.stepped")
    expect(shown(page)).to_have_attribute("data-key", where)
    fill_in(page)
    send(page)
    assert Response.objects.filter(item="intensity", state="answered").count() == 1


@pytest.mark.parametrize(("day", "hour"), [(5, 19), (5, 21), (6, 9)])
def test_a_form_that_closes_while_it_is_filled_in_is_kept_and_late(
    anna: Participant, server: Any, phone: Any, day: int, hour: int
) -> None:
    page = opened(phone(anna))
    fill_in(page)
    moment = riga(day, hour)  # it closed at 18:00, and took what is late until 20:00
    server.set_clock(moment)
    messages.tick(moment)
    send(page)
    shoot(page, f"late_{day}_{hour}")
    expect(page.locator("main")).to_contain_text("late")
    occasion = occasion_of(anna, "dosing_day.1")
    assert (occasion.state, occasion.late) == ("submitted", True)
    assert Response.objects.filter(item="intensity", state="answered").count() == 1


def test_without_a_script_a_reload_sends_what_met_no_network(anna: Participant, phone: Any) -> None:
    page = phone(anna, java_script_enabled=False)
    page.goto("/o/dosing_day.1/")
    for question in page.locator("fieldset.question").all():
        if question.get_attribute("data-kind") == "slider":
            question.locator("input[type=number]").fill("70")
        else:
            question.locator(".choice").first.click()
    page.context.set_offline(True)
    page.locator("[data-send]").click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.complaints.clear()
    page.reload()
    page.wait_for_url("**/received/**")
    assert Submission.objects.count() == 1
