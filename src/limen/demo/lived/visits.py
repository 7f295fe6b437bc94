"""What the virtual team does at visits: forms, a supervised dose, ratings, queries, medications."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from limen.demo.lived.form import Field
from limen.demo.lived.person import Person
from limen.demo.lived.team import Colleague

_DEVIATION = re.compile(r'href="/staff/p/[0-9a-f-]+/deviations/(\d+)/"')
#: Mean and standard deviation of what is measured in a healthy adult.
_HEALTHY: Final[Mapping[str, tuple[float, float]]] = {
    "systolic": (121, 7), "diastolic": (77, 5), "pulse": (69, 6), "creatinine": (76, 10),
    "alt": (24, 6), "sodium": (140, 2), "qtc": (408, 13), "ejection_fraction": (62, 3),
    "distress_seen": (3, 1.2),
}  # fmt: skip
_FINDINGS: Final = ("ecg_finding", "valves", "pregnancy_test", "drug_test")  # 0: all is well


def fill_form(
    who: Colleague,
    person: Person,
    occasion: str,
    form: str,
    *,
    local: datetime,
    chance: random.Random,
) -> None:
    """Enter what was found at a visit a moment ago."""
    page = who.open(f"{person.address}o/{occasion}/form/{form}/enter/")
    done = f"{local - timedelta(minutes=5):%Y-%m-%dT%H:%M}"
    found = _found(page.form().asked, chance)
    who.browser.hand_in(page, {**found, "performed_at": done, "do": "whole"})


def not_done(who: Colleague, person: Person, occasion: str, form: str, *, reason: str) -> None:
    """Say that a form will not be filled in."""
    page = who.open(f"{person.address}o/{occasion}/form/{form}/not-done/")
    who.browser.hand_in(page, {"reason": reason})


def rate(
    who: Colleague, person: Person, occasion: str, form: str, *, chance: random.Random
) -> None:
    """Rate somebody, as the rater whose pages show nothing else, and guess where it is asked."""
    code = person.address.rstrip("/").rpartition("/")[2]
    page = who.open(f"/staff/ratings/{code}/{occasion}/{form}/")
    asked = page.form().asked
    guessed = {
        one.name: chance.choice([said for said in one.choices if not said.startswith("declined")])
        for one in asked
        if one.kind == "radio"
    }
    who.browser.hand_in(page, _found(asked, chance) | guessed)


def give_supervised_dose(who: Colleague, person: Person, number: int, local: datetime) -> None:
    """Enter a dose that was taken under the eyes of the team, with the number on its kit."""
    page = who.open(f"{person.address}intake/")
    values = {
        "number": str(number),
        "status": "taken",
        "taken_at": f"{local:%Y-%m-%dT%H:%M}",
        "envelope": person.mind.next_kit,
    }
    person.mind.taken += 1
    who.browser.hand_in(page, values)


def let_go(who: Colleague, person: Person, number: int) -> None:
    """Let somebody go home after a supervised dose: everything is as the protocol wants it."""
    page = who.open(f"{person.address}release/")
    confirms = any("confirmed" in one.fields for one in page.forms)
    who.browser.send(page, {"number": str(number)}, tick="confirmed" if confirms else "")


def ask(who: Colleague, person: Person, occasion: str, form: str, *, words: str) -> str:
    """Ask about a form; return the address of the query."""
    page = who.open(f"{person.address}ask/?about=form&occasion={occasion}&form={form}")
    shown = who.browser.post(page, {"words": words})
    return shown.path


def answer_query(who: Colleague, address: str, *, words: str) -> None:
    """Answer a query."""
    who.browser.post(who.open(address), {"do": "answer", "words": words})


def close_query(who: Colleague, address: str, *, words: str) -> None:
    """Close a query that was answered."""
    who.browser.post(who.open(address), {"do": "close", "words": words})


def take_medicine(who: Colleague, person: Person, name: str, *, since: datetime) -> None:
    """Enter something that somebody takes besides."""
    values = {"name": name, "indication": "Made up", "starts_on": f"{since:%Y-%m-%d}"}
    who.browser.post(who.open(f"{person.address}medications/"), values)


def take_over_deviations(who: Colleague, person: Person) -> int:
    """Take over every deviation that the server proposed; return how many."""
    address = f"{person.address}deviations/"
    found = dict.fromkeys(_DEVIATION.findall(who.open(address).html))
    for number in found:
        values = {"important": "yes", "reason": "It was so. (made up)"}
        who.browser.post(who.open(f"{address}{number}/"), values)
    return len(found)


def _found(asked: list[Field], chance: random.Random) -> dict[str, str]:
    said = {}
    for one in asked:
        if one.name.startswith("declined:"):
            continue
        slot = one.name.rpartition(".")[2]
        if slot in _HEALTHY:
            mean, sd = _HEALTHY[slot]
            low, high = one.low or 0, one.high if one.high is not None else 1e9
            said[one.name] = str(round(min(high, max(low, chance.gauss(mean, sd)))))
        elif slot in _FINDINGS:
            said[one.name] = "0"
    return said
