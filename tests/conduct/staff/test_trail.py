"""The audit trail in words."""

from __future__ import annotations

import re
from pathlib import Path

import cast
import team

import limen.conduct.core
from limen.conduct.core.models import AuditEntry
from limen.conduct.core.services.keep_contact import keep_contact
from limen.conduct.staff.trail_words import EVENTS

TRAIL = "/staff/trail/"
_EVENT = re.compile(r'(?:recording\(\s*|event = |[A-Z_]+ = )"([a-z_]+\.[a-z_]+)"')
_NO_EVENTS = {"erased.txt", "event.any", "limen.throttle", "manifest.json"}


def test_it_works(anna, mei):
    page = team.text_of(mei.get(TRAIL))
    assert "Study day 1 was set, and occasions were made" in page
    assert "The study was opened" in page
    assert anna.number in page


def test_entries_about_people_of_other_sites_are_not_in_it(anna, people, dario):
    page = team.text_of(dario.get(TRAIL))
    assert anna.number not in page
    assert str(anna.code) not in page
    assert "The study was opened" in page


def test_an_administrator_reads_of_no_person(anna):
    adam = team.browser_of(team.adam())
    page = team.text_of(adam.get(TRAIL))
    assert "The study was opened" in page
    assert anna.number not in page
    assert "Invited" not in re.sub(r"<select.*?</select>", "", page, flags=re.DOTALL)


def test_it_is_narrowed(anna, people, carla):
    keep_contact(anna, "name", "Anna Ābele", by=cast.BY)
    found = team.text_of(carla.get(TRAIL, {"number": anna.number, "event": "contact.kept"}))
    assert found.count('<tr><th scope="row">') == 1
    assert "No entry fits this." in team.text_of(carla.get(TRAIL, {"number": "riga-999"}))
    assert "No entry fits this." in team.text_of(carla.get(TRAIL, {"by": "nobody"}))


def test_neither_answers_nor_addresses_are_in_it(anna, carla):
    keep_contact(anna, "name", "Anna Ābele", by=cast.BY)
    team.answers(anna, "diary.2")
    team.tells(anna)
    page = team.text_of(carla.get(TRAIL))
    assert "Ābele" not in page
    assert team.WORDS not in page


def test_every_entry_is_there(anna, people, carla):
    mine = AuditEntry.objects.filter(participant=anna.code).count()
    page = team.text_of(carla.get(TRAIL, {"number": anna.number}))
    assert page.count('<tr><th scope="row">') == mine


def test_every_event_that_core_writes_has_words():
    core = Path(limen.conduct.core.__file__).parent
    found = {
        event
        for file in core.rglob("*.py")
        for event in _EVENT.findall(file.read_text(encoding="utf-8"))
        if event not in _NO_EVENTS
    }
    assert len(found) > 40
    assert found - set(EVENTS) == set()
