"""A virtual participant: comes in, reads, agrees, and lives through the study on its own pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from limen.demo.lived.character import Character
from limen.demo.lived.mind import Mind
from limen.demo.lived.telephone import Page, Telephone

_WORD = re.compile(r"<li>([a-z]+)</li>")
_PHRASE = re.compile(r'<ol class="phrase".*?</ol>', re.DOTALL)
_DUE = re.compile(r'class="button" href="(/o/[^"]+/)"')
_DOSE = re.compile(r'class="button quiet" href="(/intake/)"')
RIGHT = ("Chance, and nobody at the site knows", "At any time, without a reason", "No")
_NEW_YORK = "America/New_York"


@dataclass
class Person:
    """One participant of the demonstration and the telephone in their hand."""

    character: Character
    mind: Mind
    telephone: Telephone
    number: str = ""
    address: str = ""  # of their page, as the study team sees it
    words: str = ""  # the recovery phrase, on paper
    here: bool = True  # still answers
    zone: str = "UTC"  # where they are

    def come_in(self, code: str) -> None:
        """Open the invitation's address, come in, write the words down."""
        page = self.telephone.open(f"/i/{code}/")
        self._write_down(self.telephone.send(page, {}))

    def agree(self) -> bool:
        """Read everything, answer the check, sign; False if a person must talk with them first."""
        page = self.telephone.open("/information/")
        while page.asks("/information/", "read"):
            page = self.telephone.send(page, {}, action="/information/")
        wrong = self.character.fails_check
        while not self._check(right=wrong <= 0):
            wrong -= 1
            if "/information/check/?again=1" not in self._last.html:
                return False
        page = self.telephone.open("/information/sign/")
        name = f"{self.character.name} (made up)"
        self.telephone.send(page, {"signature": name}, action="/information/sign/", tick="agreed")
        return True

    def _check(self, *, right: bool) -> bool:
        page = self.telephone.open("/information/check/?again=1")
        while page.asks("/information/check/", "asked"):
            form = page.form("/information/check/")
            asked = next(one for one in form.asked if one.kind == "radio")
            answer = next(choice for choice in asked.choices if (choice in RIGHT) == right)
            page = self.telephone.send(page, {asked.name: answer}, action="/information/check/")
        self._last = page
        return not page.path.startswith("/information/check/")

    def answer_screening(self) -> None:
        """Answer what the study asks about themselves."""
        page = self.telephone.open("/screening/")
        while page.asks("/screening/", "question"):
            form = page.form("/screening/")
            question = form.fields["question"].value
            said = {
                "age_years": str(self.character.age),
                "sex": self.character.sex,
                "earlier_psychedelics": self.mind.chance.choice(("yes", "no")),
                "present_disorder": "yes" if self.character.disorder else "no",
            }
            page = self.telephone.send(page, {"answer": said.get(question, "no")})

    def look(self, local: datetime) -> int:
        """Open Today and answer all that is due; return how many entries were sent."""
        page = self.telephone.open("/today/")
        sent = 0
        if _DOSE.search(page.html) and self.mind.kits:
            self._fill(self.telephone.open("/intake/"), local)
        for address in dict.fromkeys(_DUE.findall(page.html)):
            self._fill(self.telephone.open(address), local)
            sent += 1
        return sent

    def answer(self, identifier: str, local: datetime) -> bool:
        """Open an occasion by its link and answer it; False if it cannot be answered now."""
        page = self.telephone.open(f"/o/{identifier}/")
        if not any(one.method == "post" and len(one.asked) > 0 for one in page.forms):
            return False
        self.telephone.hand_in(page, self.mind.answers(page.form(), local=local))
        return True

    def take_dose(self, local: datetime) -> bool:
        """Say that today's dose was taken; False if none is due."""
        page = self.telephone.open("/intake/")
        if not any("status" in name for one in page.forms for name in one.fields):
            return False
        self.telephone.hand_in(page, self.mind.answers(page.form(), local=local))
        return True

    def _fill(self, page: Page, local: datetime) -> None:
        self.telephone.send(page, self.mind.answers(page.form(), local=local))

    def report(self, what: str, severity: str, local: datetime) -> None:
        """Report an adverse event."""
        self.mind.trouble = (what, severity)
        self._fill(self.telephone.open("/event/"), local)

    def fly_west(self) -> None:
        """Move to New York's time."""
        page = self.telephone.open(f"/me/zone/?zone={_NEW_YORK}")
        self.telephone.send(page, {}, action="/me/zone/")

    def pause(self, today: date, days: int) -> None:
        """Pause for some days."""
        page = self.telephone.open("/me/pause/")
        until = (today + timedelta(days=days)).isoformat()
        self.telephone.send(page, {"how": "day", "day": until})

    def want_email(self) -> None:
        """Ask to be reminded by e-mail, at an address that nobody has."""
        page = self.telephone.open("/me/reminders/")
        if any("email" in form.fields for form in page.forms):
            self.telephone.send(page, {"email": f"{self.character.name.lower()}@example.org"})

    def lose_telephone(self) -> None:
        """Come back on a new telephone, with the words on paper."""
        self.telephone = self.telephone.another()
        page = self.telephone.open("/way-back/")
        self._write_down(
            self.telephone.send(page, {"words": self.words, "forget": "on"}, action="/way-back/")
        )

    def withdraw(self) -> None:
        """Leave the study; what was given may be kept."""
        page = self.telephone.open("/me/withdraw/")
        self.telephone.send(page, {"data_use": "keep", "sure": "on"})
        self.here = False

    def _write_down(self, page: Page) -> None:
        shown = _PHRASE.search(page.html)
        if shown is not None:
            self.words = " ".join(_WORD.findall(shown.group()))
            self.telephone.send(page, {}, action="/phrase/")
