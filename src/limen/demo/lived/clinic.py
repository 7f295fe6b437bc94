"""What the virtual clinicians do on the pages: alerts, doses on hold, a blind that is broken."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from limen.demo.lived.person import Person
from limen.demo.lived.pharmacy import Pharmacy
from limen.demo.lived.team import Colleague

_ALERT = re.compile(r'href="(/staff/safety/a/\d+/)"')
_EVENT = re.compile(r'href="(/staff/p/[0-9a-f-]+/event/\d+/judge/)"')


def answer_alerts(who: Colleague, person: Person, *, outcome: str = "no_danger") -> int:
    """Acknowledge and close every alert about somebody that waits; return how many."""
    answered, words = 0, "I am calling them. (made up)"
    for address in dict.fromkeys(_ALERT.findall(who.open("/staff/safety/").html)):
        page = who.open(address)
        if person.number not in page.html or not page.offers(do="acknowledge", words=words):
            continue
        page = who.browser.post(page, {"do": "acknowledge", "words": words})
        who.browser.post(page, {"do": "close", "outcome": outcome, "words": "Spoken with."})
        answered += 1
    return answered


def resume_doses(who: Colleague, person: Person, *, reason: str) -> None:
    """Let doses go on, signed."""
    values = {"reason": reason, "password": who.account.password}
    who.browser.post(who.open(f"{person.address}dosing/"), values)


def break_blind(
    who: Colleague, person: Person, pharmacy: Pharmacy, *, kit: str, words: str
) -> dict[str, Any]:
    """Break one blind as a clinician at a computer does; return the content of the kit.

    The server gives a file; it is opened with the clinician's own key, which no server has seen.
    """
    from limen.supply.opening import open_released
    from limen.supply.opening.night import Released
    from limen.supply.sealed.files import decoded

    values = {
        "kit": kit,
        "category": "emergency",
        "words": words,
        "password": who.account.password,
    }
    page = who.browser.post(who.open(f"{person.address}opening/"), values)
    given = json.loads(who.browser.download(page, {"do": "file"}))
    names = ("content", "own_share", "released_share", "verify_key")
    released = Released(
        supply=given["supply"],
        kit=given["kit"],
        clinician=given["clinician"],
        **{name: decoded(given[name]) for name in names},
    )
    return dict(open_released(released, pharmacy.clinician))


def record_paper_break(who: Colleague, person: Person, *, kit: str, opened: datetime) -> None:
    """Record afterwards that a paper code-break was opened; `opened` is local."""
    values = {
        "kit": kit,
        "category": "emergency",
        "means": "paper",
        "opened_at": f"{opened:%Y-%m-%dT%H:%M}",
        "words": "The server could not be reached. (made up)",
        "password": who.account.password,
    }
    who.browser.post(who.open(f"{person.address}opening/paper/"), values)


def judge_events(who: Colleague, person: Person, *, term: str) -> int:
    """Judge every event of somebody, with a term; return how many."""
    addresses = dict.fromkeys(_EVENT.findall(who.open(person.address).html))
    for address in addresses:
        page = who.open(address)
        values = {
            "term": term,
            "severity_grade": page.form_for({"severity_grade": "1"}).fields["severity_grade"].value
            or "1",
            "serious": "no",
            "relatedness": "possible",
            "expectedness": "expected",
            "reason": "First judgement",
            "password": who.account.password,
        }
        who.browser.post(page, values)
    return len(addresses)
