"""An occasion's page: one form, what was typed is never lost, each verdict has its words."""

from __future__ import annotations

import re
import sys
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cast import BY, device_of
from day import anna_begins, filled, hidden, occasion_of, riga
from django.test import Client

from limen.conduct.core import clock
from limen.conduct.core.answering import asked
from limen.conduct.core.models import Response, Submission
from limen.conduct.core.occasions.services import cancel_occasion, pause, withdraw
from limen.conduct.participant.sheets.conditions import only_if


@pytest.fixture(autouse=True)
def a_study(request: pytest.FixtureRequest) -> None:
    """The demonstration on SQLite, unless the test asks for each database."""
    if "demonstration_on_each_database" not in request.fixturenames:
        request.getfixturevalue("demonstration_study")


DIARY, EVENING = "/o/diary.1/", riga(5, 19)


def get(browser: Client, at: datetime, path: str = DIARY) -> str:
    with clock.as_of(at):
        return " ".join(browser.get(path).content.decode().split())


def send(browser: Client, form: dict[str, str], at: datetime, **headers: str) -> object:
    with clock.as_of(at):
        return browser.post(DIARY, form, headers=headers or None)


def test_asking_for_the_page_begins_the_occasion() -> None:
    anna = anna_begins()
    get(device_of(anna), EVENING)
    assert occasion_of(anna, "diary.1").state == "started"
    assert occasion_of(anna, "diary.1").started_at == EVENING


def test_the_form_asks_everything_and_fills_in_nothing() -> None:
    anna = anna_begins()
    shown = get(device_of(anna), EVENING)
    questions = [*asked(occasion_of(anna, "diary.1")).questions]
    assert len(questions) == 21
    for question in questions:
        assert f'data-key="{question.key}"' in shown
        assert question.declines in shown  # "prefer not to say", for each
    assert shown.count("<fieldset") == shown.count("<legend") == len(questions)
    assert " checked" not in shown
    assert not re.search(r'type="number"[^>]* value="[^"]', shown)
    assert 'type="range"' not in shown  # a scale is a number field until a script draws it
    assert "style=" not in shown
    assert "onclick" not in shown


@pytest.mark.usefixtures("demonstration_on_each_database")
def test_an_entry_is_received_with_its_time() -> None:
    anna = anna_begins()
    browser = device_of(anna)
    with clock.as_of(EVENING):
        page = browser.get(DIARY)
        form = filled(occasion_of(anna, "diary.1"), page_mark=hidden(page.content, "page_mark"))
        form["client_id"] = hidden(page.content, "client_id")
        answer = browser.post(DIARY, form, follow=True)
    assert answer.redirect_chain == [(f"/received/{form['client_id']}/", 302)]
    assert "Received 19:00" in answer.content.decode()
    assert occasion_of(anna, "diary.1").state == "submitted"
    assert Response.objects.count() == 21
    assert "received 19:00" in get(browser, riga(5, 20), "/today/")


def test_sending_twice_stores_once_and_answers_alike() -> None:
    anna = anna_begins()
    browser, form = device_of(anna), filled(occasion_of(anna, "diary.1"))
    first = send(browser, form, EVENING)
    again = send(browser, {**form, "client_at": "2026-03-05T20:00:00+02:00"}, riga(5, 20))
    assert first["Location"] == again["Location"]
    assert Submission.objects.count() == 1
    assert "Received 19:00" in get(browser, riga(5, 21), again["Location"])


def test_the_same_id_with_other_content_is_refused_and_gets_a_new_one() -> None:
    anna = anna_begins()
    browser, form = device_of(anna), filled(occasion_of(anna, "diary.1"))
    send(browser, form, EVENING)
    other = {**form, "limen_stressors.1": "4"}
    refused = send(browser, other, riga(5, 20), accept="application/json")
    assert refused.status_code == 422
    assert "id was used before" in refused.json()["errors"][""]
    other["client_id"] = refused.json()["client_id"]
    assert send(browser, other, riga(5, 20)).status_code == 302
    assert Response.objects.get(item="1", version=2).value == "4"


def test_a_script_is_answered_where_to_go() -> None:
    anna = anna_begins()
    form = filled(occasion_of(anna, "diary.1"))
    answer = send(device_of(anna), form, EVENING, accept="application/json")
    assert answer.json() == {"to": f"/received/{form['client_id']}/"}


def test_errors_come_back_with_all_that_was_typed() -> None:
    anna = anna_begins()
    form = filled(occasion_of(anna, "diary.1"), page_mark="a-mark")
    form |= {"limen_daily.mood": "101", "limen_daily.calm": "73"}
    del form["limen_stressors.3"]
    form["declined:limen_daily.energy"] = "1"
    del form["limen_daily.energy"]
    answer = send(device_of(anna), form, EVENING)
    shown = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    summary = shown[shown.index('id="errors"') : shown.index("<form")]
    assert "autofocus" in summary  # focus goes to the summary, and from it to the fields
    assert re.findall(r'href="#(q\d+)"', summary) == ["q3", "q14"]
    assert 'name="limen_daily.mood" value="101"' in shown
    assert 'name="limen_daily.calm" value="73"' in shown
    assert 'name="declined:limen_daily.energy" value="1" data-decline checked' in shown
    assert hidden(answer.content, "client_id") == form["client_id"]
    assert hidden(answer.content, "page_mark") == "a-mark"
    assert Submission.objects.count() == 0


def test_a_script_is_told_the_errors_by_question() -> None:
    anna = anna_begins()
    form = filled(occasion_of(anna, "diary.1"))
    del form["limen_stressors.3"]
    answer = send(device_of(anna), form, EVENING, accept="application/json")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["limen_stressors.3"]


def test_a_page_that_expires_while_it_is_filled_in_loses_nothing() -> None:
    anna = anna_begins()
    browser = device_of(anna)
    with clock.as_of(riga(6, 5)):  # within the grace
        mark = hidden(browser.get(DIARY).content, "page_mark")
    form = filled(occasion_of(anna, "diary.1"), page_mark=mark)
    answer = send(browser, form, riga(7, 12))
    shown = get(browser, riga(7, 12), answer["Location"])
    assert "stored, and marked as late" in shown
    assert occasion_of(anna, "diary.1").state == "submitted"


def test_what_was_begun_is_asked_again_after_its_end() -> None:
    anna = anna_begins()
    browser = device_of(anna)
    get(browser, EVENING)
    shown = get(browser, riga(6, 12))
    assert "You had begun it, so you can still finish it" in shown
    assert 'data-key="limen_daily.mood"' in shown


def test_too_early_too_late_cancelled_each_has_words() -> None:
    anna = anna_begins()
    browser = device_of(anna)
    assert "from today, 18:00 on" in get(browser, riga(5, 12))
    assert "closed today, 05:30 and cannot be begun" in get(browser, riga(6, 12))
    with clock.as_of(riga(6, 12)):
        cancel_occasion(occasion_of(anna, "diary.2"), reason="illness", by=BY)
        pause(anna, until=riga(8, 0), by=BY)
    assert "study team has cancelled" in get(browser, riga(6, 19), "/o/diary.2/")
    assert "You were pausing" in get(browser, riga(7, 19), "/o/diary.3/")


def test_what_cannot_be_stored_says_so() -> None:
    anna = anna_begins()
    form = filled(occasion_of(anna, "diary.1"))
    answer = send(device_of(anna), form, riga(5, 12))
    assert answer.status_code == 409
    assert "Nothing was stored" in answer.content.decode()
    answer = send(device_of(anna), form, riga(5, 12), accept="application/json")
    assert "Nothing was stored" in answer.json()["errors"][""]


def test_what_is_set_aside_says_so() -> None:
    anna = anna_begins()
    browser = device_of(anna)
    answer = send(browser, filled(occasion_of(anna, "diary.1")), riga(7, 12))
    assert "not counted" in get(browser, riga(7, 12), answer["Location"])


def test_after_a_withdrawal_nothing_is_asked() -> None:
    anna = anna_begins()
    browser = device_of(anna)
    with clock.as_of(EVENING):
        withdraw(anna, data_use="keep", by=BY)
        assert browser.get(DIARY)["Location"] == "/withdrawn/"


def test_an_entry_may_be_answered_again_until_its_end() -> None:
    anna = anna_begins()
    browser = device_of(anna)
    send(browser, filled(occasion_of(anna, "diary.1")), EVENING)
    shown = get(browser, riga(5, 20))
    assert "It was received today, 19:00." in shown
    assert 'href="?again"' in shown
    shown = get(browser, riga(5, 20), DIARY + "?again")
    assert " checked" not in shown  # nothing is filled in this time either
    answer = send(browser, filled(occasion_of(anna, "diary.1")), riga(5, 20))
    assert "first answers are kept too" in get(browser, riga(5, 20), answer["Location"])
    assert 'href="?again"' not in get(browser, riga(6, 12))


def test_what_a_device_sends_that_is_signed_out_is_kept() -> None:
    anna = anna_begins()
    browser = device_of(anna)
    form = filled(occasion_of(anna, "diary.1"))
    browser.cookies["limen_device"] = "of somebody who has signed out"
    answer = send(browser, form, EVENING)
    assert answer.status_code == 401
    assert Submission.objects.count() == 0
    assert 'name="kept"' in answer.content.decode()  # it travels on until she has come in


def test_nonsense_around_the_answers_harms_nothing() -> None:
    anna = anna_begins()
    form = filled(
        occasion_of(anna, "diary.1"),
        client_id="no id",
        page_mark="forged~mark",
        client_at="x" * 9000,
        client_offset="-",
    )
    assert send(device_of(anna), form, EVENING).status_code == 302
    assert Submission.objects.get().client_at is None


def test_an_occasion_that_is_not_hers_is_not_found() -> None:
    anna = anna_begins()
    with clock.as_of(EVENING):
        assert device_of(anna).get("/o/diary.99/").status_code == 404
        assert device_of(anna).post("/o/diary.99/", {}).status_code == 404
        assert device_of(anna).get(f"/received/{uuid4()}/").status_code == 404


def test_without_a_script_conditions_are_said_in_words() -> None:
    anna = anna_begins()
    questionnaire = asked(occasion_of(anna, "dosing_day.1"))
    said = {one.key: only_if(questionnaire, one) for one in questionnaire.questions}
    assert said["guess.guess.answer"] == ""
    assert said["guess.guess.confidence"] == (
        "Not if you answered “I cannot tell” to “What do you think you were given today?”."
    )
    report = asked(occasion_of(anna, "week.1"))
    ended = only_if(report, report.question("event.ended"))
    assert "Only if you answered “Yes” to “Is it over?”." in ended


def test_a_form_needs_its_token() -> None:
    anna = anna_begins()
    browser = device_of(anna, checks_forms=True)
    answer = send(browser, filled(occasion_of(anna, "diary.1")), EVENING)
    assert answer.status_code == 403
    assert Submission.objects.count() == 0
