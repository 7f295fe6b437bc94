"""Queries: a test per cell of the table, who may take which step, sealing, two at once."""

from __future__ import annotations

import threading

import pytest
import team
from django.db import connections

from limen.conduct.core import clock
from limen.conduct.core.models import FreeText, Query, QueryEvent, Study
from limen.conduct.core.queries import (
    Place,
    answer,
    ask,
    ask_again,
    close,
    open_queries,
    what_may,
)
from limen.conduct.core.queries.states import STEPS, after, may_take
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import verify
from limen.conduct.staff.queries.words import story_of
from limen.errors import ConductError, LockedError

ASKED, ANSWERED, CLOSED = QueryEvent.Kind.ASKED, QueryEvent.Kind.ANSWERED, QueryEvent.Kind.CLOSED
DOES = {ASKED: ask_again, ANSWERED: answer, CLOSED: close}
#: State, step, state afterwards; None: refused.
CELLS = [
    ("open", ASKED, None),
    ("open", ANSWERED, "answered"),
    ("open", CLOSED, "closed"),
    ("answered", ASKED, "open"),
    ("answered", ANSWERED, "answered"),
    ("answered", CLOSED, "closed"),
    ("closed", ASKED, "open"),
    ("closed", ANSWERED, "answered"),
    ("closed", CLOSED, None),
]
PATHS = {"open": (), "answered": (ANSWERED,), "closed": (ANSWERED, CLOSED)}


@pytest.fixture
def query(people, anna) -> Query:
    """Asked by the monitor, about anna's second diary."""
    team.answers(anna, "diary.2")
    place = Place(about="occasion", occasion="diary.2")
    return ask(anna, place, member=people.mei, words="Is the hour right?")


def steps(query: Query, *kinds: str, member) -> Query:
    """Take these steps one after the other; return the query as it is then."""
    for kind in kinds:
        DOES[kind](query, member=member, words="words", seen=query.events.count())
        query.refresh_from_db()
    return query


def test_the_table_has_every_cell():
    cells = {(state, kind) for state in Query.State for kind in QueryEvent.Kind}
    assert {(state, kind) for state, kind, _ in CELLS} == cells
    assert {key for key in STEPS if key[0] is not None} == {
        (state, kind) for state, kind, then in CELLS if then is not None
    }
    assert [after(None, kind) for kind in QueryEvent.Kind] == ["open", None, None]


@pytest.mark.parametrize(("state", "kind", "then"), CELLS)
def test_a_cell(query, people, state, kind, then):
    steps(query, *PATHS[state], member=people.ines)
    assert query.state == state
    told = query.events.count()
    if then is None:
        with pytest.raises(ConductError, match="Nothing was changed"):
            DOES[kind](query, member=people.ines, words="words", seen=told)
        assert query.events.count() == told
    else:
        steps(query, kind, member=people.ines)
        assert (query.state, query.events.count()) == (then, told + 1)
        assert query.events.last().kind == kind
        assert query.moved_at == query.events.last().at


#: Role, step, and whether they may: of a query that a monitor asked, and of one of a coordinator.
MAY = [
    ("monitor", ASKED, True, True),
    ("monitor", ANSWERED, False, False),
    ("monitor", CLOSED, True, False),
    ("coordinator", ASKED, True, True),
    ("coordinator", ANSWERED, True, True),
    ("coordinator", CLOSED, False, True),
    ("investigator", ASKED, True, True),
    ("investigator", ANSWERED, True, True),
    ("investigator", CLOSED, True, True),
    ("rater", ASKED, False, False),
    ("rater", ANSWERED, False, False),
    ("rater", CLOSED, False, False),
    ("administrator", ASKED, False, False),
    ("administrator", ANSWERED, False, False),
    ("administrator", CLOSED, False, False),
]


@pytest.mark.parametrize(("role", "kind", "of_monitor", "of_coordinator"), MAY)
def test_who_may_take_which_step(role, kind, of_monitor, of_coordinator):
    assert may_take(kind, role, opened_as="monitor") is of_monitor
    assert may_take(kind, role, opened_as="coordinator") is of_coordinator


def test_a_monitor_cannot_answer_and_a_coordinator_cannot_close_what_a_monitor_asked(query, people):
    with pytest.raises(ConductError, match="Nothing was changed"):
        answer(query, member=people.mei, words="It is", seen=1)
    answer(query, member=people.carla, words="It is", seen=1)
    query.refresh_from_db()
    assert what_may(people.carla, query) == ("asked", "answered")
    with pytest.raises(ConductError, match="Nothing was changed"):
        close(query, member=people.carla, seen=2)
    close(query, member=people.mei, seen=2)
    query.refresh_from_db()
    assert query.state == "closed"
    assert list(open_queries()) == []


def test_a_form_is_asked_about_only_if_there_is_such_a_form(people, anna):
    carla, page = team.browser_of(people.carla), team.address("ask", anna)
    said = {"about": "form", "occasion": "baseline", "words": "Is it right?"}
    for form in ("nothing", "rating", ""):  # the rating is the week's
        assert carla.post(page, said | {"form": form}).status_code == 404
        with pytest.raises(ConductError, match="Nothing was asked"):
            ask(anna, Place(about="form", occasion="baseline", form=form), member=people.carla,
                words="Is it right?")  # fmt: skip
    team.went_on(carla.post(page, said | {"form": "vital_signs"}))
    shown = team.text_of(carla.get(team.address("query", None, Query.objects.get().pk)))
    there = team.address("form", anna, "baseline", "vital_signs")
    assert there in shown
    assert carla.get(there).status_code == 200


def test_nobody_of_another_site_asks_or_answers(query, people, anna):
    with pytest.raises(ConductError, match="Nothing was changed"):
        ask(anna, Place(), member=people.dario, words="Who is it?")
    with pytest.raises(ConductError, match="Nothing was changed"):
        answer(query, member=people.dario, words="It is", seen=1)


@pytest.mark.parametrize(
    "place",
    [
        Place(about="occasion", occasion="diary.99"),
        Place(about="item", occasion="diary.2", instrument="phq9", name="99"),
        Place(about="measurement", occasion="diary.2", name="systolic"),
        Place(about="event", number=1),
        Place(about="event"),
        Place(about="dose", number=7),
        Place(about="form", occasion="diary.2", form=""),
        Place(about="elsewhere"),
    ],
)
def test_a_place_that_is_not_there_is_refused(people, anna, place):
    with pytest.raises(ConductError, match="Nothing was asked"):
        ask(anna, place, member=people.mei, words="What is this?")
    assert not Query.objects.exists()


def test_places_that_are_there_are_kept(people, anna):
    team.answers(anna, "diary.2")
    team.tells(anna)
    given = team.response(anna, "diary.2")
    places = [
        Place(),
        Place(about="item", occasion="diary.2", instrument=given.instrument, name=given.item),
        Place(about="event", number=1),
        Place(about="form", occasion="baseline", form="vital_signs"),
    ]
    for place in places:
        ask(anna, place, member=people.mei, words="Please look")
    assert [one.about for one in Query.objects.order_by("pk")] == [one.about for one in places]
    assert verify().faults == ()


def test_words_are_sealed_and_go_with_an_erasure(query, people, anna):
    answer(query, member=people.carla, words="It was half past nine", seen=1)
    assert [step.words for step in story_of(query)] == [
        "Is the hour right?",
        "It was half past nine",
    ]
    sealed = b"".join(bytes(row.ciphertext) for row in FreeText.objects.filter(purpose="query"))
    assert b"hour" not in sealed
    erase(anna, by=people.by)
    query.refresh_from_db()
    assert [step.words for step in story_of(query)] == [None, None]
    close(query, member=people.ines, words="Nobody can know", seen=2)
    assert verify().faults == ()


@pytest.mark.parametrize("words", ["", "  \n", "a" * 4001])
def test_a_question_needs_words_and_not_too_many(people, anna, words):
    with pytest.raises(ConductError, match="Nothing was changed"):
        ask(anna, Place(), member=people.mei, words=words)


def test_an_answered_query_closes_without_words_and_an_open_one_does_not(query, people):
    with pytest.raises(ConductError, match="Nothing was changed"):
        close(query, member=people.mei, seen=1)
    steps(query, ANSWERED, member=people.carla)
    close(query, member=people.mei, seen=2)
    assert query.events.last().words is None


def test_nothing_is_asked_after_the_lock(query, people, anna):
    Study.objects.update(locked_at=clock.now())
    with pytest.raises(LockedError):
        ask(anna, Place(), member=people.mei, words="Too late?")


def test_two_who_answer_at_once_are_kept_once(on_each):
    """Who comes second has not read what the first one said, and is told so."""
    anna = on_each.anna
    query = ask(anna, Place(), member=on_each.mei, words="Is it right?")
    members = [on_each.carla, on_each.ines]
    refused: list[str] = []
    together = threading.Barrier(2)

    def answers(member) -> None:
        try:
            with clock.as_of(team.EVENING):
                together.wait()
                answer(query, member=member, words=f"Yes, says {member}", seen=1)
        except ConductError as error:
            refused.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answers, args=[one]) for one in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    query.refresh_from_db()
    assert (query.state, query.events.count(), len(refused)) == ("answered", 2, 1)
    assert verify().faults == ()
