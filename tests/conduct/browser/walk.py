"""Somebody new on the way through the study, and the team at its desk, as their hands go.

Every step works with a script and without: who has none sees the whole form at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import entrance
from cast import PASSWORD, people
from hands import follow, leave_by, press, shoot, until_gone

RIGHT = ("Chance, and nobody at the site knows", "At any time, without a reason", "No")
SCREENING = {"Age": "34", "Sex": "female"}  # whatever else is asked: no


@dataclass
class Newcomer:
    """Somebody with a telephone, who taps and counts."""

    page: Any
    script: bool = True
    taps: int = 0
    words_shown: int = 0  # on Today and at the questions, answers to choose from included
    words_asked: int = 0  # of the questions themselves
    eight_words: str = ""
    seen: list[str] = field(default_factory=list)  # what was shown with the questions

    def come_in(self, code: str) -> None:
        """Open the letter's address, come in, write the eight words down."""
        self.page.goto(f"/i/{code}/")
        shoot(self.page, "invitation")
        press(self.page, "Come in on this device")
        self._write_down()
        press(self.page, "I have written them down")

    def _write_down(self) -> None:
        self.eight_words = " ".join(self.page.locator(".phrase li").all_inner_texts())
        shoot(self.page, "words")

    def read(self) -> None:
        """Read every document to its end."""
        while self.page.get_by_role("button", name="I have read this").count():
            shoot(self.page, f"information_{len(self.seen)}")
            self.seen.append(self.page.locator("article").inner_text())
            press(self.page, "I have read this")

    def check(self, *, right: bool) -> None:
        """Answer the comprehension check; wrongly, all but the first."""
        number = 0
        while self.page.get_by_role("button", name="Next").count():
            choices = self.page.locator(".choice")
            wanted = [
                at
                for at, words in enumerate(choices.all_inner_texts())
                if (words.strip() in RIGHT) is (right or number == 0)
            ]
            choices.nth(wanted[0]).click()
            shoot(self.page, f"check_{number}")
            press(self.page, "Next")
            number += 1

    def sign(self, name: str) -> None:
        """Tick every sentence, type a name, sign."""
        for choice in self.page.locator(".choice").all():
            choice.click()
        self.page.get_by_label("Your name, as your signature").fill(name)
        shoot(self.page, "sign")
        press(self.page, "I agree and sign")

    def be_screened(self) -> None:
        """Answer the questions about oneself."""
        while self.page.get_by_role("button", name="Next").count():
            words = self.page.locator("legend, label.words").first.inner_text()
            said = next((one for key, one in SCREENING.items() if words.startswith(key)), "No")
            if self.page.locator(".choice").count():
                chosen = re.compile(rf"^\s*{said}\s*$", re.IGNORECASE)
                self.page.locator(".choice", has_text=chosen).click()
            else:
                self.page.locator("[name=answer]").fill(said)
            press(self.page, "Next")

    def open(self, address: str) -> None:
        """Open a form by the button on Today that leads to it."""
        self.page.goto("/today/")
        self.words_shown += len(self.page.locator("main").inner_text().split())
        self.taps += 1
        leave_by(self.page, self.page.locator(f"main a[href='{address}']").first)
        if self.script:
            self.page.wait_for_selector("form.stepped")

    def fill_in(self, *, moment: datetime, **said: str) -> None:
        """Answer every question of the form that is open, and send it.

        `said` by the end of a question's key; whatever is not said gets some answer.
        """
        if self.script:
            while self._shown().count():
                question = self._shown()
                self.words_shown += len(question.inner_text().split())
                self.words_asked += len(question.locator("legend").inner_text().split())
                self._answer(question, moment, said)
        else:
            for question in self.page.locator("fieldset.question").all():
                self._answer(question, moment, said)
        self.taps += 1
        self.page.locator("[data-send]").click()
        self.page.wait_for_selector("main:has([href='/today/'].button), [data-error]:visible")
        wrong = self.page.locator("fieldset:has([data-error]:visible)").all_inner_texts()
        assert not wrong, wrong
        assert "/received/" in self.page.url

    def _shown(self) -> Any:
        return self.page.locator("fieldset.question:visible")

    def _answer(self, question: Any, moment: datetime, said: dict[str, str]) -> None:
        key = question.get_attribute("data-key")
        wanted = next((one for end, one in said.items() if key.endswith(end)), None)
        kind = question.get_attribute("data-kind")
        self.taps += 1
        if question.locator("input[type=radio]").count():
            choices = question.locator(".choice:not(.quiet)")
            chosen = choices.filter(has_text=wanted).first if wanted else choices.first
            chosen.tap() if self.script else chosen.click()
        elif kind == "slider" and self.script:
            box = question.locator(".track").bounding_box()
            x = box["x"] + 0.7 * box["width"]
            self.page.touchscreen.tap(x, box["y"] + box["height"] / 2)
        else:
            self._type(question.locator("input, textarea").first, wanted, moment)
            if not self.script:
                return
            self.taps += 1
            self.page.locator("[data-next]").tap()
        if self.script:
            until_gone(self.page, key)

    def _type(self, entry: Any, wanted: str | None, moment: datetime) -> None:
        low = entry.get_attribute("min") or "0"
        kind = entry.get_attribute("type") or "text"
        usual = {
            "datetime-local": f"{moment:%Y-%m-%dT%H:%M}",
            "time": f"{moment:%H:%M}",
            "number": str(int(float(low)) + 1),
        }
        entry.fill(wanted if wanted is not None else usual.get(kind, "something"))


class Desk:
    """Ines, who investigates, at a wide screen."""

    def __init__(self, page: Any) -> None:
        assert people().ines.name == "ines"  # she is hired
        self.page = page
        self.person = ""  # the address of the newcomer's page

    def sign_in(self, name: str = "ines") -> None:
        """Sign in by name, password and code."""
        self.page.goto("/staff/")
        shoot(self.page, "staff_sign_in")
        entrance.at_a_browser(self.page, name)
        shoot(self.page, "staff_home_empty")

    def invite(self) -> str:
        """Invite somebody; return the code of the letter."""
        follow(self.page, "Invite somebody")
        press(self.page, "Invite")
        shoot(self.page, "staff_letter")
        self.person = self.page.locator("a[href^='/staff/p/']").first.get_attribute("href")
        return str(self.page.locator(".code").inner_text())

    def take_in(self, day_1: str) -> None:
        """Sign below the consent, decide that the person may take part, set study day 1."""
        self.page.goto(self.person)
        shoot(self.page, "staff_person_consented")
        follow(self.page, "Counter-sign")
        self._sign("Sign below the consent", "staff_counter_sign")
        self.page.goto(self.person)
        follow(self.page, "Decide on eligibility")
        self.page.locator("[name=eligible][value=yes]").check()
        self._sign("Sign the decision", "staff_decision")
        self.page.goto(self.person)
        follow(self.page, "Set study day 1")
        self.page.locator("[name=start]").fill(day_1)
        shoot(self.page, "staff_start")
        press(self.page, "Set it, and make the occasions")

    def _sign(self, words: str, name: str) -> None:
        self.page.get_by_label("Your password").fill(PASSWORD)
        shoot(self.page, name)
        press(self.page, words)
