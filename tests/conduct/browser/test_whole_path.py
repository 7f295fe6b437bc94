"""The whole way of somebody new, 390 px wide, with the team beside them: with a script, without.

Days pass at the server's clock. What they see is checked where it matters: the passage after a
wrong answer, the signed copy, help at a severe event, a reminder that does nothing by itself.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zipfile import ZipFile

import pytest
from day import riga
from hands import WIDE, follow, press, shoot
from playwright.sync_api import expect
from walk import Desk, Newcomer

from limen.conduct.core import messages
from limen.conduct.core.answering import baseline
from limen.conduct.core.messages.words import email_of
from limen.conduct.core.models import (
    Administration,
    AdverseEvent,
    ExpectancyAnswer,
    Occasion,
    OutboxMessage,
    Participant,
    Response,
    TreatmentGuess,
)

pytestmark = pytest.mark.long

SECONDS_TO_READ_A_WORD = 60 / 240  # silent reading of English: 238 a minute (Brysbaert 2019)
SECONDS_TO_TAP = 0.8  # to choose and to reach it
NIGHT = {"into_bed": "2026-03-02T22:30", "try_sleep": "2026-03-02T22:50"}  # up at seven


@pytest.mark.parametrize(
    "script",
    [pytest.param(True, id="scripted"), pytest.param(False, id="plain", marks=pytest.mark.long)],
)
def test_somebody_new_lives_through_the_study(server: Any, phone: Any, script: bool) -> None:
    walk = _Walk(server, phone, script=script)
    walk.is_invited_and_agrees()
    walk.is_taken_in()
    walk.turns_reminders_on_and_follows_one()
    walk.answers_the_baseline()
    walk.has_a_dosing_day()
    walk.answers_an_evening()
    walk.reports_a_severe_event()
    walk.travels_and_pauses()
    walk.takes_the_data_along()
    walk.loses_the_telephone()
    walk.leaves()


class _Walk:
    """One person's way, a step per method."""

    def __init__(self, server: Any, phone: Any, *, script: bool) -> None:
        self.server = server
        self.new_phone = lambda: phone(
            java_script_enabled=script, accept_downloads=True, timezone_id="America/New_York"
        )
        self.anna = Newcomer(self.new_phone(), script=script)
        self.desk = Desk(phone(**WIDE))
        self.at(riga(1, 10))

    @property
    def page(self) -> Any:
        return self.anna.page

    @property
    def person(self) -> Participant:
        return Participant.objects.get()

    def at(self, moment: datetime) -> None:
        """Let it be this moment, and let the worker do what is due."""
        self.server.set_clock(moment)
        messages.tick(moment)

    def is_invited_and_agrees(self) -> None:
        self.desk.sign_in()
        self.anna.come_in(self.desk.invite())
        assert len(self.anna.eight_words.split()) == 8
        self.anna.read()
        assert len(self.anna.seen) == 2
        self.anna.check(right=False)
        self._is_led_back_to_the_passage()
        self.anna.check(right=True)
        expect(self.page).to_have_url(re.compile("/information/sign/$"))
        self.anna.sign("Anna Ābele (made up)")

    def _is_led_back_to_the_passage(self) -> None:
        expect(self.page.locator("h1")).to_have_text("Not quite yet")
        shoot(self.page, "checked")
        follow(self.page, "Read: Stopping")
        heading = self.page.locator("section:target h2")
        expect(heading).to_have_text("Stopping")
        expect(heading).to_be_in_viewport(ratio=1)
        self.page.go_back()
        follow(self.page, "Answer the questions again")

    def is_taken_in(self) -> None:
        self.anna.be_screened()
        shoot(self.page, "screened")
        expect(self.page.locator("h1")).to_have_text("The study team is next")
        with self.page.expect_download() as found:
            self.page.get_by_role("link", name="My signed copy (PDF)").click()
        assert found.value.path().read_bytes().startswith(b"%PDF-")
        self.desk.take_in("2026-03-05")
        shoot(self.desk.page, "staff_person_begun")
        assert Occasion.objects.filter(participant=self.person).count() > 20

    def turns_reminders_on_and_follows_one(self) -> None:
        self.page.goto("/me/reminders/")
        self.page.get_by_label("Your e-mail address").fill("anna@example.org")
        press(self.page, "Send me an e-mail to confirm")
        self.at(riga(1, 16))
        self.page.goto(_link(self.person))
        shoot(self.page, "confirm")
        press(self.page, "Confirm")
        expect(self.page.locator("h1")).to_have_text("Your address is confirmed")
        self.at(riga(2, 20, 5))  # two hours after the first evening opened
        link = _link(self.person)
        self.page.goto(link)
        assert _evidence(self.person) == {"intended", "sent", "accepted"}  # looking does nothing
        press(self.page, "Go on")
        expect(self.page).to_have_url(re.compile("/today/$"))
        assert "opened" in _evidence(self.person)
        self.anna.open("/o/run_in_diary.1/")
        self.anna.fill_in(moment=riga(2, 20))

    def answers_the_baseline(self) -> None:
        self.at(riga(3, 12))
        self.anna.open("/o/baseline/")
        shoot(self.page, "baseline")
        self.anna.fill_in(moment=riga(3, 7), **NIGHT)
        assert ExpectancyAnswer.objects.filter(participant=self.person).exists()
        assert baseline(self.person).locked

    def has_a_dosing_day(self) -> None:
        self.at(riga(5, 8))
        self.anna.open("/intake/")
        shoot(self.page, "intake")
        taken = riga(5, 7, 40)
        self.anna.fill_in(moment=taken, envelope="o7-l2", status="I took all of it")
        assert Administration.objects.get().status == "taken"
        self.at(riga(5, 14))
        self.anna.open("/o/dosing_day.1/")
        self.anna.fill_in(moment=riga(5, 14))
        assert TreatmentGuess.objects.filter(participant=self.person).count() == 1

    def answers_an_evening(self) -> None:
        self.at(riga(5, 19))
        self.anna.taps = self.anna.words_shown = self.anna.words_asked = 0
        began = self.server.now()
        self.anna.open("/o/diary.1/")
        self.anna.fill_in(moment=riga(5, 19))
        machine = (self.server.now() - began).total_seconds()
        if self.anna.script:
            self._is_done_in_ninety_seconds(machine)
        shoot(self.page, "received")
        self.page.goto("/today/")
        shoot(self.page, "today_done")
        expect(self.page.locator("main")).to_contain_text("received")

    def _is_done_in_ninety_seconds(self, machine: float) -> None:
        """Whoever knows the form reads each question, and knows the answers to choose from."""
        taps = self.anna.taps
        first, usual = (
            words * SECONDS_TO_READ_A_WORD + taps * SECONDS_TO_TAP + machine
            for words in (self.anna.words_shown, self.anna.words_asked)
        )
        print(  # noqa: T201
            f"An evening: {taps} taps; {self.anna.words_shown} words, of these "
            f"{self.anna.words_asked} of questions; {first:.0f} s for who reads every word, "
            f"{usual:.0f} s for who knows the form, {machine:.0f} s of it machines."
        )
        assert taps <= 23
        assert usual < 90

    def reports_a_severe_event(self) -> None:
        self.page.goto("/event/")
        self.anna.fill_in(moment=riga(5, 18), what="A very bad headache", severity="Severe")
        alert = self.page.locator("main [role=alert]")
        expect(alert).to_contain_text("will call you today")
        shoot(self.page, "event_received")
        assert AdverseEvent.objects.get().severity_grade == 3

    def travels_and_pauses(self) -> None:
        self.at(riga(6, 9))
        self.page.goto("/me/zone/")
        if self.anna.script:
            press(self.page, "Look at this zone")  # the device says where it is
        else:
            self.page.locator("select[name=zone]").select_option("America/New_York")
            press(self.page, "Go on")
        shoot(self.page, "zone_confirm")
        press(self.page, "Change")
        assert self.person.zone == "America/New_York"
        self.page.goto("/me/pause/")
        self.page.locator("[name=how][value=open]").check()
        press(self.page, "Begin the pause")
        assert self.person.paused_since is not None
        self.page.goto("/today/")
        expect(self.page.locator("main")).to_contain_text("You are pausing.")
        self.page.goto("/me/")
        press(self.page, "End the pause now")
        assert self.person.paused_since is None

    def takes_the_data_along(self) -> None:
        self.page.goto("/me/data/")
        shoot(self.page, "my_data")
        with self.page.expect_download() as found:
            self.page.get_by_role("link", name="Download my data").click()
        with ZipFile(found.value.path()) as file:
            assert file.testzip() is None
            text = b"".join(file.read(name) for name in file.namelist())
        assert b"A very bad headache" in text

    def loses_the_telephone(self) -> None:
        old, words = self.page, self.anna.eight_words
        self.anna.page = self.new_phone()
        self.page.goto("/way-back/")
        self.page.get_by_label("Your eight words, or a new code").fill(words.upper())
        self.page.locator("[name=forget]").check()
        press(self.page, "Come back")
        expect(self.page.locator(".phrase li")).to_have_count(8)
        assert " ".join(self.page.locator(".phrase li").all_inner_texts()) != words
        press(self.page, "I have written them down")
        old.goto("/today/")
        assert not old.url.endswith("/today/")  # the lost one is out

    def leaves(self) -> None:
        self.page.goto("/me/withdraw/")
        expect(self.page.locator("blockquote")).to_contain_text("Nothing further is collected")
        self.page.locator("[name=data_use][value=keep]").check()
        self.page.locator("[name=sure]").check()
        shoot(self.page, "withdraw")
        press(self.page, "Leave the study")
        shoot(self.page, "withdrawn")
        assert self.person.status == "withdrawn"
        assert Response.objects.filter(participant=self.person).exists()  # what was given stays
        self.desk.sign_in()  # a session ends after a working day
        self.desk.page.goto(self.desk.person)
        shoot(self.desk.page, "staff_person_withdrawn")
        expect(self.desk.page.locator("main")).to_contain_text("Withdrawn")


def _link(person: Participant) -> str:
    """The path of the link in the latest e-mail, as the person gets it."""
    email = email_of(OutboxMessage.objects.filter(participant=person).latest("pk"))
    return re.search(r"(/e/[^/\s]+/)", email.body).group(1)


def _evidence(person: Participant) -> set[str]:
    latest = OutboxMessage.objects.filter(participant=person, purpose="reminder").earliest("due_at")
    return set(latest.events.values_list("kind", flat=True))
