"""The team's pages in a real browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

import cast
import kept
import night
import pytest
import team

from limen.conduct.core.contacts import log_contact, take_back
from limen.conduct.core.deviations import note_deviation
from limen.conduct.core.medication import Said, add_medication
from limen.conduct.core.queries import answer
from limen.conduct.core.trail import recording

pytestmark = pytest.mark.long


def happens(people, anna):
    """Let everything happen that these pages show; return the monitor's query."""
    people.watches(people.ines, night.PHYSICIAN)
    team.answers(anna, "diary.2")
    night.tells(anna, at=team.EVENING)
    query = kept.by_the_team(anna, people)
    answer(query, member=people.carla, words="It was half past nine; corrected.", seen=1)
    for name in ("Lithium carbonate 300 mg", "Litium"):
        add_medication(anna, Said(name=name, dose="1-0-1"), member=people.carla)
    line = log_contact(
        anna, member=people.ines, way="letter", reached=True, at=team.EVENING, words="A card"
    )
    take_back(line, member=people.ines, reason="Another person")
    with recording("test.noticed", by=cast.BY, participant=anna) as record:
        note_deviation(record, anna, category="visit_window", words="Came a day late")
    return query


def addresses(anna, query) -> dict[str, str]:
    """What is looked at."""
    return {
        "day": team.address("day"),
        "people": team.address("home"),
        "person": team.address("person", anna),
        "occasion": team.address("occasion", anna, "diary.2"),
        "lose": team.address("lose", anna),
        "queries": team.address("queries"),
        "query": f"/staff/queries/{query.pk}/",
        "ask": team.address("ask", anna) + "?about=occasion&occasion=diary.2",
        "deviations": team.address("deviations"),
        "person_deviations": team.address("person_deviations", anna),
        "correct_deviation": team.address("correct_deviation", anna, 2),
        "contacts": team.address("contacts", anna),
        "medications": team.address("medications", anna),
        "correct_medication": team.address("correct_medication", anna, 3),
    }


def test_every_page_is_accessible_and_fits(anna, people, tour):
    query = happens(people, anna)
    for name, address in addresses(anna, query).items():
        tour.visit(name, address, people.ines)
    assert tour.faults() == {}
