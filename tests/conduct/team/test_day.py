"""The day: what waits, in few queries however many there are; and the list of people."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import cast
import kept
import night
import team
from django.db import connection
from django.test.utils import CaptureQueriesContext

from limen.conduct.core import clock
from limen.conduct.core.contacts import log_contact
from limen.conduct.core.deviations import note_deviation
from limen.conduct.core.models import Query
from limen.conduct.core.occasions.services import settle
from limen.conduct.core.trail import recording
from limen.conduct.staff import hidden
from limen.conduct.staff.people import needs_of
from limen.conduct.staff.people import people as listed

DAY = "/staff/day/"


def sections(browser) -> dict[str, list[str]]:
    """What the page shows: the titles of the lines by section."""
    text = team.text_of(browser.get(DAY))
    found = re.findall(r'aria-labelledby="(\w+)-heading">(.*?)</section>', text, re.DOTALL)
    return {name: re.findall(r"<li><p><a [^>]*>([^<]*)</a>", lines) for name, lines in found}


def test_what_waits_is_on_it_and_leads_to_where_it_is_done(people, anna):
    people.watches(people.ines, night.PHYSICIAN)
    night.tells(anna, at=team.EVENING)
    query = kept.by_the_team(anna, people)
    with recording("test.noticed", by=cast.BY, participant=anna) as record:
        note_deviation(record, anna, category="visit_window", words="A day late")
    carla = team.browser_of(people.carla)
    found = sections(carla)
    number = anna.number
    assert found["alerts"][0].startswith(f"{number}: ")
    assert found["queries"] == [f"{number}: Evening diary (2, Two weeks of dosing)"]
    assert found["deviations"] == [f"{number}: Visit outside of its window, or missed"]
    assert found["due"] == [number]
    text = team.text_of(carla.get(DAY))
    for address in (
        f"/staff/queries/{query.pk}/",
        f"/staff/safety/a/{anna.alerts.get().pk}/",
        team.address("correct_deviation", anna, 2),
        team.address("person", anna),
    ):
        assert f'href="{address}"' in text


def test_who_is_silent_is_on_it_with_the_last_line_of_the_log(people, anna):
    at = team.EVENING + timedelta(days=6)
    with clock.as_of(at):
        settle()
        log_contact(anna, member=people.carla, way="letter", reached=False, at=at)
        carla = team.browser_of(people.carla)
        text = team.text_of(carla.get(DAY))
    assert "last tried 9 Mar, 20:30" in text
    assert team.address("contacts", anna) in text


def test_visits_stand_there_with_the_state_of_their_forms(people, anna):
    ines = team.browser_of(people.ines)
    found = sections(ines)
    assert f"{anna.number}: Before the first dose" in found["visits"]
    assert all(line.startswith(f"{anna.number}: ") for line in found["week"])
    text = team.text_of(ines.get(DAY))
    assert '<span class="tag danger">Vital signs: overdue</span>' in text
    assert 'href="' + team.address("occasion", anna, "baseline") + '"' in text


def test_nothing_of_another_site_is_on_it(people, anna):
    people.watches(people.ines, night.PHYSICIAN)
    night.tells(anna, at=team.EVENING)
    kept.by_the_team(anna, people)
    assert anna.number not in team.text_of(team.browser_of(people.dario).get(DAY))


def test_a_monitor_has_no_day(people):
    assert team.browser_of(people.mei).get(DAY).status_code == 403


def many(people, numbers: range) -> None:
    """Add people with occasions and queries, by copying anna's rows: no service is tried here."""
    first, mei = people.anna, people.mei
    rows = [_copy(first, number=f"riga-x{one}", code=uuid4()) for one in numbers]
    with recording("test.invited", by=cast.BY) as record:
        made = record.add_all(rows)
        for one in made:
            record.add_all([_copy(row, participant_id=one.pk) for row in first.occasions.all()])
        record.add_all(
            [
                Query(participant=one, about="person", opened_at=record.at, moved_at=record.at,
                      opened_by=mei, opened_as="monitor")
                for one in made
            ]
        )  # fmt: skip


def _copy(row, **more):
    fields = [field.attname for field in row._meta.concrete_fields if field.name != "id"]
    return type(row)(**{name: getattr(row, name) for name in fields} | more)


def test_as_many_queries_for_five_people_as_for_two_hundred(people, anna):
    carla, counts = team.browser_of(people.carla), []
    for numbers in (range(5), range(5, 200)):
        many(people, numbers)
        with CaptureQueriesContext(connection) as queries:
            assert carla.get(DAY).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 50


def test_the_list_of_people_marks_alerts_and_holds(people, anna):
    night.tells(anna, at=team.EVENING)
    row = listed(people.carla).get(pk=anna.pk)
    assert {"alert", "hold"} <= set(needs_of(row))
    text = team.text_of(team.browser_of(people.carla).get("/staff/?need=alert"))
    assert anna.number in text
    assert "doses on hold" in text


def test_who_is_blinded_to_events_sees_neither(people, anna, monkeypatch):
    night.tells(anna, at=team.EVENING)

    def told(_protocol):
        return {"monitor": ("adverse_events",)}

    monkeypatch.setattr(hidden, "_blinded_to", told)
    assert not {"alert", "hold"} & set(needs_of(listed(people.mei).get(pk=anna.pk)))
    assert {"alert", "hold"} <= set(needs_of(listed(people.carla).get(pk=anna.pk)))
