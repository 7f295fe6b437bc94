"""The audit trail in words."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import cast
import team

import limen.conduct.core
from limen.conduct.core.models import AuditEntry, Site
from limen.conduct.core.services.add_staff import add_staff
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


def test_places_are_in_words_and_keys_of_messages_are_counted(anna, carla):
    team.answers(anna, "diary.2")
    page = team.text_of(carla.get(TRAIL))
    assert "occasion: Evening diary (2, Two weeks of dosing)" in page
    assert "reminder:" not in page


def test_times_are_on_the_clock_of_the_site(anna, carla):
    team.answers(anna, "diary.2")
    at = AuditEntry.objects.latest("number").at
    local = at.astimezone(ZoneInfo("Europe/Riga"))
    page = team.text_of(carla.get(TRAIL))
    assert "Times in Europe/Riga." in page
    assert f">{local.day} {local:%b %Y, %H:%M:%S}</time>" in page


def test_who_is_of_sites_in_two_zones_reads_utc_and_is_told_so(anna, people, carla):
    zones = set(Site.objects.values_list("zone", flat=True))
    assert len(zones) > 1
    everywhere = {site.identifier: ["monitor"] for site in Site.objects.all()}
    omar = add_staff("omar", full_name="Omar O.", password=cast.PASSWORD, roles=everywhere,
                     by=cast.BY)  # fmt: skip
    assert "Times in UTC." in team.text_of(team.browser_of(omar).get(TRAIL))
