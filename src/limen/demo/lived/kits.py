"""What the virtual team does with kits on the pages: receives, randomises, hands over, replaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from limen.demo.lived.person import Person
from limen.demo.lived.team import Colleague
from limen.demo.lived.telephone import Page
from limen.errors import LimenError

_SET = re.compile(r"<dt>[^<]*</dt><dd>(\d{7})</dd>")
_TO_HAND_OVER = re.compile(r'id="over-(\d+)"')


def receive(who: Colleague, site: str, kits: Sequence[str], *, lot: str, expires: date) -> None:
    """Take a delivery into the stock of a site."""
    page = who.open(f"/staff/stock/?site={site}")
    values = {
        "do": "receive",
        "site": site,
        "kits": "\n".join(kits),
        "lot": lot,
        "expires_on": expires.isoformat(),
    }
    who.browser.post(page, values)


def randomise(who: Colleague, person: Person) -> str:
    """Give somebody the next free set; return its number, blank if something stands in the way."""
    page = who.open(f"{person.address}kits/")
    if not page.offers(do="randomise"):
        return ""
    found = _SET.search(who.browser.post(page, {"do": "randomise"}).html)
    if found is None:
        raise LimenError(f"{page.path} shows no set.")
    return found.group(1)


def hand_out(who: Colleague, person: Person, count: int) -> None:
    """Dispense so many kits and hand them over; the person has them at home from then on."""
    page = who.open(f"{person.address}kits/")
    for _ in range(count):
        page = who.browser.post(page, {"do": "dispense"})
        page = _hand_over(who, person, page)


def replace(who: Colleague, person: Person, *, reason: str = "broken") -> tuple[str, str]:
    """Replace the kit that somebody would take next by a spare; return both numbers."""
    page = who.open(f"{person.address}kits/")
    old = person.mind.next_kit
    page = who.browser.post(page, {"do": "replace", "kit": old, "reason": reason})
    _hand_over(who, person, page)
    spare = person.mind.kits.pop()
    person.mind.kits[person.mind.kits.index(old)] = spare
    return old, spare


def take_back(who: Colleague, person: Person, *, left: int = 0) -> int:
    """Take all kits back that somebody has at home, and count what is left; return how many."""
    kits, person.mind.kits = person.mind.kits, []
    if kits:
        page = who.open(f"{person.address}kits/")
    for number in kits:
        page = who.browser.post(page, {"do": "take_back", "kit": number, "units": str(left)})
    return len(kits)


def write_off(who: Colleague, person: Person, site: str) -> int:
    """Write off what somebody has at home who does not come back; return how many kits."""
    kits, person.mind.kits = person.mind.kits, []
    for number in kits:
        page = who.open(f"/staff/stock/?site={site}")
        values = {"do": "write_off", "kit": number, "reason": "left_behind"}
        who.browser.post(page, values)
    return len(kits)


def lower_dose(who: Colleague, person: Person, level: str, *, reason: str) -> None:
    """Move somebody to a lower dose level."""
    page = who.open(f"{person.address}kits/")
    who.browser.post(page, {"do": "level", "level": level, "reason": reason})


def _hand_over(who: Colleague, person: Person, page: Page) -> Page:
    """Hand over every kit that was dispensed; return the page that says so."""
    for number in _TO_HAND_OVER.findall(page.html):
        page = who.browser.post(page, {"do": "hand_over", "kit": number})
        person.mind.kits.append(number)
    return page
