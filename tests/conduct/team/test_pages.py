"""The pages of queries: who may do what on them, what is hidden, and the links that lead there."""

from __future__ import annotations

import kept
import pytest
import team

from limen.conduct.core.models import Query, Response
from limen.conduct.core.queries import Place, ask
from limen.conduct.staff import hidden
from limen.conduct.staff.listing import PER_PAGE
from limen.conduct.staff.queries import visible

LIST = "/staff/queries/"


@pytest.fixture
def query(people, anna) -> Query:
    """The monitor's, about the second diary."""
    team.answers(anna, "diary.2")
    return kept.by_the_team(anna, people)


def page(query: Query) -> str:
    """Its address."""
    return f"{LIST}{query.pk}/"


def test_from_the_question_to_the_end_through_the_pages(people, anna):
    team.answers(anna, "diary.2")
    mei, carla = team.browser_of(people.mei), team.browser_of(people.carla)
    there = team.address("occasion", anna, "diary.2")
    link = team.address("ask", anna) + "?about=occasion&amp;occasion=diary.2"
    assert f'href="{link}"' in team.text_of(mei.get(there))
    form = {"about": "occasion", "occasion": "diary.2"}
    team.refused(mei.post(team.address("ask", anna), form), "Write a few words")
    team.went_on(mei.post(team.address("ask", anna), form | {"words": "Is it right?"}))
    query = Query.objects.get()
    assert "Query 1" in team.text_of(mei.get(there))
    assert 'value="answer"' not in team.text_of(mei.get(page(query)))
    said = {"do": "answer", "words": "It is", "seen": 1}
    assert mei.post(page(query), said).status_code == 422
    team.went_on(carla.post(page(query), said), page(query))
    assert carla.post(page(query), said).status_code == 422  # it was answered meanwhile
    assert carla.post(page(query), said | {"do": "close", "seen": 2}).status_code == 422
    team.went_on(mei.post(page(query), {"do": "close", "words": "", "seen": 2}), page(query))
    assert "There are none." in team.text_of(mei.get(LIST))
    assert "Query 1" in team.text_of(mei.get(LIST + "?state=closed"))
    assert team.events(anna)[-3:] == ["query.asked", "query.answered", "query.closed"]


@pytest.mark.parametrize("seen", ["", "-1", "one", "\u0661", "9" * 30])
def test_a_page_that_does_not_say_what_was_read_is_refused(query, people, seen):
    said = {"do": "answer", "words": "Yes", "seen": seen}
    assert team.browser_of(people.carla).post(page(query), said).status_code == 422
    assert query.events.count() == 1


def test_the_list_is_narrowed_and_paged(query, people, anna):
    for number in range(PER_PAGE):
        ask(anna, Place(), member=people.carla, words=f"Question {number}")
    mei = team.browser_of(people.mei)
    assert "Page 1 of 2" in team.text_of(mei.get(LIST))
    assert "Page 1 of" not in team.text_of(mei.get(LIST + "?page=2&state=answered"))
    assert "There are none." in team.text_of(mei.get(LIST + "?age=7"))
    assert "There are none." in team.text_of(mei.get(LIST + "?number=paris"))
    assert "There are none." in team.text_of(mei.get(LIST + "?site=elsewhere"))
    assert team.text_of(team.browser_of(people.dario).get(LIST)).count(anna.number) == 0


def test_strangers_find_nothing(query, people, anna):
    dario = team.browser_of(people.dario)
    assert dario.get(page(query)).status_code == 404
    assert dario.post(page(query), {"do": "close", "seen": 1}).status_code == 404
    assert dario.get(team.address("ask", anna)).status_code == 404


@pytest.mark.parametrize(
    "place",
    ["about=occasion&occasion=diary.99", "about=event&number=9", "about=dose&number=x", "about=x",
     "about=item&occasion=diary.2&instrument=phq9&name=1"],
)  # fmt: skip
def test_nobody_asks_about_what_is_not_there(people, anna, place):
    mei = team.browser_of(people.mei)
    assert mei.get(team.address("ask", anna) + "?" + place).status_code == 404


def test_who_is_blinded_to_events_sees_no_query_about_one(people, anna, monkeypatch):
    team.tells(anna)
    query = ask(anna, Place(about="event", number=1), member=people.carla, words="Since when?")
    mei, carla = team.browser_of(people.mei), team.browser_of(people.carla)
    assert "Adverse event 1" in team.text_of(mei.get(LIST))
    monkeypatch.setattr(hidden, "_blinded_to", lambda _protocol: {"monitor": ("adverse_events",)})
    assert "There are none." in team.text_of(mei.get(LIST))
    assert mei.get(page(query)).status_code == 404
    asking = team.address("ask", anna) + "?about=event&number=1"
    assert mei.get(asking).status_code == 404
    assert "Adverse event 1" in team.text_of(carla.get(LIST))


def test_what_is_hidden_of_answers_is_hidden_of_queries(people, anna, monkeypatch):
    team.answers(anna, "diary.2")
    given = Response.objects.filter(participant=anna).first()
    place = Place(about="item", occasion="diary.2", instrument=given.instrument, name=given.item)
    query = ask(anna, place, member=people.carla, words="Really?")
    mei = team.browser_of(people.mei)
    assert mei.get(page(query)).status_code == 200
    monkeypatch.setattr(visible, "hides", lambda _hidden, name: name == given.instrument)
    assert mei.get(page(query)).status_code == 404
    assert "There are none." in team.text_of(mei.get(LIST))
    asking = {"about": "item", "occasion": "diary.2", "instrument": given.instrument,
              "name": given.item, "words": "And?"}  # fmt: skip
    assert mei.post(team.address("ask", anna), asking).status_code == 404
