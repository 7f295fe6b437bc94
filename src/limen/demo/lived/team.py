"""The virtual study team: signs in, invites, signs below, decides, enters for others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from limen.demo.lived.person import RIGHT, Person
from limen.demo.lived.telephone import Page, Telephone
from limen.errors import LimenError

_CODE = re.compile(r'class="code">([0-9A-Z-]+)<')
_WORKING = re.compile(r'class="code">(\d{6})<')
_PERSON = re.compile(r'href="(/staff/p/[0-9a-f-]+/)"')
_NUMBER = re.compile(r"<h1>([a-z]+-\d+)")
_EARLIEST = re.compile(r'name="start"[^>]* min="(\d{4}-\d\d-\d\d)"')


@dataclass(frozen=True)
class Account:
    """An account of the demonstration, as its operator is told it."""

    name: str
    full_name: str
    password: str
    roles: dict[str, list[str]]  # site -> roles
    does: str


SITES = ("riga", "porto")
INVESTIGATOR = Account(
    "iris",
    "Iris I. (made up)",
    "lantern harbour oak 21",
    {site: ["investigator"] for site in SITES},
    "decides, signs, sees both sites",
)
COORDINATOR = Account(
    "carla",
    "Carla C. (made up)",
    "copper meadow rain 34",
    {site: ["coordinator"] for site in SITES},
    "invites, enters, corrects",
)
MONITOR = Account(
    "mei",
    "Mei M. (made up)",
    "quiet granite fern 55",
    {site: ["monitor"] for site in SITES},
    "reads everything blinded, changes nothing",
)
ADMINISTRATOR = Account(
    "adam",
    "Adam A. (made up)",
    "silver river moss 89",
    {site: ["administrator"] for site in SITES},
    "sees accounts and amendments, no participants",
)
RATER = Account(
    "rosa",
    "Rosa R. (made up)",
    "tidy pepper canyon 63",
    {site: ["rater"] for site in SITES},
    "rates by number, sees nothing else",
)
ACCOUNTS = (COORDINATOR, INVESTIGATOR, MONITOR, ADMINISTRATOR, RATER)


class Colleague:
    """Somebody of the team at a browser, signed in."""

    def __init__(self, account: Account, browser: Telephone) -> None:
        self.account = account
        self.browser = browser

    def open(self, path: str) -> Page:
        """Open a page; sign in first where a working day is over."""
        page = self.browser.open(path)
        if page.path.split("?")[0] != "/staff/sign-in/":
            return page
        account = self.account
        page = self.browser.send(page, {"name": account.name, "password": account.password})
        return self.browser.send(page, {"code": _shown(page)})

    def invite(self, site: str, *, telephone: bool = True) -> tuple[str, str, str]:
        """Invite somebody; return code, number and the address of their page."""
        values = {"site": site} | ({} if telephone else {"staff_enters": "on"})
        page = self.browser.send(self.open("/staff/invite/"), values)
        code, number = _CODE.search(page.html), _NUMBER.search(page.html)
        address = _PERSON.search(page.html)
        if code is None or number is None or address is None:
            raise LimenError(f"The invitation's page {page.path} shows no code.")
        return code.group(1), number.group(1), address.group(1)

    def sign_below(self, person: Person) -> None:
        """Sign below a consent."""
        self._signed(self.open(f"{person.address}counter-sign/"), {})

    def decide(self, person: Person, *, eligible: bool) -> None:
        """Decide on eligibility, as the rules say."""
        page = self.open(f"{person.address}decision/")
        self._signed(page, {"eligible": "yes" if eligible else "no"})

    def set_start(self, person: Person) -> date:
        """Set the earliest study day 1; return it."""
        page = self.open(f"{person.address}start/")
        earliest = _EARLIEST.search(page.html)
        if earliest is None:
            raise LimenError(f"{page.path} offers no first day.")
        self.browser.hand_in(page, {"start": earliest.group(1)})
        return date.fromisoformat(earliest.group(1))

    def consent_on_paper(self, person: Person, signed: datetime) -> None:
        """Enter a consent that was signed on paper."""
        page = self.open(f"{person.address}paper-consent/")
        checked = [one for one in page.form().asked if one.name.startswith("check.")]
        right = {one.name: next(said for said in one.choices if said in RIGHT) for one in checked}
        when = signed.strftime("%Y-%m-%dT%H:%M")
        self.browser.send(page, {**right, "signed_at": when}, tick="agreed")

    def answer_screening(self, person: Person) -> None:
        """Enter the answers to the screening questions."""
        page = self.open(f"{person.address}screening/")
        said = {"q.age_years": str(person.character.age), "q.sex": person.character.sex}
        asked = [one.name for one in page.form().asked if one.name.startswith("q.")]
        self.browser.send(page, {name: said.get(name, "no") for name in asked})

    def enter(self, person: Person, identifier: str, local: datetime) -> None:
        """Enter what somebody without a telephone has said."""
        page = self.open(f"{person.address}o/{identifier}/enter/")
        said = person.mind.answers(page.form(), local=local)
        said["answered_at"] = local.strftime("%Y-%m-%dT%H:%M")
        self.browser.send(page, said)

    def end(self, person: Person, how: str, *, reason: str = "") -> None:
        """Enter that somebody completes, discontinues, or is lost: `how` is the page's name."""
        page = self.open(f"{person.address}{how}/")
        self.browser.hand_in(page, {"reason": reason} if reason else {})

    def _signed(self, page: Page, values: dict[str, str]) -> None:
        self.browser.hand_in(page, {**values, "password": self.account.password})


def set_up_second_factor(name: str) -> None:
    """Set up an account's second factor, as its owner would with an app that nobody has here."""
    from limen.conduct.core import clock
    from limen.conduct.core.actor import COMMAND
    from limen.conduct.core.models import StaffMember
    from limen.conduct.core.signing import totp
    from limen.conduct.core.signing.factor import enrol

    secret = totp.new_secret()
    code = totp.code_of(secret, totp.step_at(clock.now()))
    enrol(StaffMember.objects.get(name=name), secret, code, by=COMMAND)


def _shown(page: Page) -> str:
    """Return the code that the page of a demonstration shows."""
    found = _WORKING.search(page.html)
    if found is None:
        raise LimenError(f"{page.path} shows no code to sign in with.")
    return found.group(1)
