"""Today: what is due, until when in the participant's zone, what is done, what comes."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import servers
from cast import BY, agreed, device_of, people
from day import anna_begins, filled, occasion_of, riga
from django.db import connection
from django.test.utils import CaptureQueriesContext

from limen.conduct.core import clock, screening
from limen.conduct.core.actor import Actor
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.models import Participant
from limen.conduct.core.occasions.services import adopt_version, change_zone, pause
from limen.conduct.core.services.amend import amend
from limen.conduct.core.trail import recording
from limen.conduct.participant.agenda import agenda
from limen.conduct.participant.times import spell, until

pytestmark = pytest.mark.usefixtures("demonstration_study")

MOST_QUERIES = 10


def page(anna: Participant, at: datetime) -> str:
    with clock.as_of(at):
        response = device_of(anna).get("/today/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_what_is_due_says_until_when_in_the_participants_zone() -> None:
    anna = anna_begins()
    shown = page(anna, riga(5, 19))
    assert "until 23:30" in shown
    assert "4 hours left" in shown
    assert 'href="/o/diary.1/"' in shown
    with clock.as_of(riga(5, 19)):
        change_zone(anna, zone="Europe/Lisbon", by=BY)
    shown = page(anna, riga(5, 19))
    assert "until 21:30" in shown  # the same moment, by the clocks where she is now
    assert "times in Europe/Lisbon" in shown


def test_the_state_is_that_of_the_clock_though_no_worker_came_by() -> None:
    anna = anna_begins()
    assert occasion_of(anna, "diary.1").state == "planned"
    assert 'href="/o/diary.1/"' not in page(anna, riga(5, 17, 59))
    assert 'href="/o/diary.1/"' in page(anna, riga(5, 18))
    words = "It was due yesterday, 23:30. You can still answer until 05:30."
    assert words in page(anna, riga(6, 1))
    assert 'href="/o/diary.1/"' not in page(anna, riga(6, 5, 31))


def test_what_was_begun_and_not_sent_can_be_finished() -> None:
    anna = anna_begins()
    with clock.as_of(riga(5, 23)):
        device_of(anna).get("/o/diary.1/")
    assert "Go on" in page(anna, riga(5, 23, 5))
    shown = page(anna, riga(6, 9))
    assert "you can still finish it" in shown
    assert 'href="/o/diary.1/"' in shown


def test_a_receipt_stands_beside_what_is_done_and_nothing_is_counted() -> None:
    anna = anna_begins()
    with clock.as_of(riga(6, 21, 4)):
        form = filled(occasion_of(anna, "diary.2"))
        assert device_of(anna).post("/o/diary.2/", form).status_code == 302
    shown = page(anna, riga(6, 22))
    assert "received 21:04" in shown
    assert "Nothing more is due now." in shown
    for word in ("streak", "in a row", "score", "average", "%"):
        assert word not in shown
    assert "received 21:04" not in page(anna, riga(7, 8))


def test_what_comes_next_is_shown_with_its_day() -> None:
    anna = anna_begins()
    shown = page(anna, riga(5, 10))
    assert "from today, 13:00" in shown
    assert "from tomorrow, 18:00" in shown


def test_a_dose_that_is_planned_today_is_asked_about_and_no_other() -> None:
    anna = anna_begins()
    assert "A dose is planned today" in page(anna, riga(5, 8))
    assert "Between 07:00 and 11:00." in page(anna, riga(5, 8))
    assert "A dose is planned today" not in page(anna, riga(6, 8))  # every third day
    agreed(anna, Participant.Status.DISCONTINUED)
    assert "A dose is planned today" not in page(anna, riga(8, 8))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Participant.Status.CONSENTED, "some questions about you"),
        (Participant.Status.ELIGIBLE, "set your first day together"),
        (Participant.Status.INELIGIBLE, "not right for you"),
    ],
)
def test_before_the_first_day_is_set_the_page_says_what_comes(status: str, words: str) -> None:
    anna = agreed(people().anna, status)
    assert words in page(anna, riga(1, 12))


def test_questions_of_the_screening_lead_whatever_else_is_due(
    demonstration_study: object,
) -> None:
    anna = agreed(people().anna, Participant.Status.CONSENTED)
    shown = page(anna, riga(1, 12))
    assert "some questions about you" in shown
    assert "looking at your answers" not in shown

    answers = ["34", "female", "no", "no", "no", "no", "no"]
    asked = screening.own_questions(anna)
    said = {str(one.id): answer for one, answer in zip(asked, answers, strict=True)}
    with clock.as_of(riga(1, 12)):
        screening.answer_screening(anna, said, by=Actor.participant(anna))
    shown = page(anna, riga(1, 13))
    assert "some questions about you" not in shown
    assert "looking at your answers" in shown


def test_before_the_study_begins_its_first_day_is_said() -> None:
    anna = anna_begins(date(2026, 3, 20))
    assert "begins on Tuesday 17 March" in page(anna, riga(5, 12))  # the diary before dosing


def test_a_pause_is_said_and_what_is_open_stays_open() -> None:
    anna = anna_begins()
    with clock.as_of(riga(5, 19)):
        pause(anna, until=riga(9, 0), by=BY)
    anna.refresh_from_db()
    shown = page(anna, riga(5, 20))
    assert "You are pausing." in shown
    assert "before Monday 9 March, 00:00" in shown
    assert 'href="/o/diary.1/"' in shown
    assert 'href="/o/diary.2/"' not in page(anna, riga(6, 19))


def test_after_the_last_occasion_there_is_a_thank_you() -> None:
    anna = anna_begins()
    shown = page(anna, riga(30, 12))
    assert "You have finished." in shown
    assert "/me/data/" in shown


def test_raters_occasions_are_not_the_participants() -> None:
    anna = anna_begins()
    row = occasion_of(anna, "diary.1")
    with recording("test.rated", by=BY, participant=anna) as record:
        row = record.fresh(row)
        row.respondent = "physician"
        record.change(row, "respondent")
    with clock.as_of(riga(5, 19)):
        assert "diary.1" not in [one.identifier for one in agenda(anna, clock.now()).due]
        assert device_of(anna).get("/o/diary.1/").status_code == 404


@pytest.mark.parametrize("at", [riga(5, 8), riga(5, 19), riga(6, 9), riga(30, 12)])
def test_the_page_takes_few_queries(at: datetime) -> None:
    anna = anna_begins()
    browser = device_of(anna)
    with clock.as_of(riga(5, 17)):
        browser.post("/o/dosing_day.1/", filled(occasion_of(anna, "dosing_day.1")))
    with clock.as_of(at), CaptureQueriesContext(connection) as seen:
        assert browser.get("/today/").status_code == 200
    assert len(seen) < MOST_QUERIES, [one["sql"][:120] for one in seen.captured_queries]


def test_after_an_amendment_each_occasion_keeps_the_name_it_was_made_under(
    deployment: Deployment,
) -> None:
    anna = anna_begins()
    text = servers.DEMONSTRATION.replace('version: "1.0"', 'version: "1.1"', 1)
    text = text.replace("title: Evening diary", "title: The diary of the evening")
    with clock.as_of(riga(6, 19)):
        amend(text, deployment, by=BY, reason="clearer words", consent_again=False)
        adopt_version(anna, by=BY)
        anna.refresh_from_db()
        with CaptureQueriesContext(connection) as seen:
            found = agenda(anna, clock.now())
    assert [one.title for one in found.due] == ["Evening diary"]
    assert found.coming[0].title == "The diary of the evening"
    assert len(seen) < MOST_QUERIES


def test_no_query_of_the_page_reads_a_table_from_end_to_end() -> None:
    anna = anna_begins()
    with clock.as_of(riga(5, 19)), CaptureQueriesContext(connection) as seen:
        agenda(anna, clock.now())
    tables = ("core_occasion", "core_submission", "core_administration")
    asked = [one["sql"] for one in seen.captured_queries if any(t in one["sql"] for t in tables)]
    assert asked
    for sql in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "SCAN core_" not in plan, (sql, plan)


def test_ends_are_said_as_people_say_them() -> None:
    noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
    today = noon.date()
    assert until(noon + timedelta(hours=12), "UTC", today) == "until midnight"
    assert until(noon + timedelta(hours=1), "UTC", today) == "until 13:00"
    assert until(noon + timedelta(hours=17), "UTC", today) == "until tomorrow, 05:00"
    assert until(noon + timedelta(days=4), "UTC", today) == "until Monday 9 March, 12:00"
    left = [spell(noon + timedelta(minutes=m), noon) for m in (1, 25, 70, 110, 200, 400)]
    assert left == [
        "a minute left", "25 minutes left", "about an hour left", "1 hour left", "3 hours left", ""
    ]  # fmt: skip


def test_somebody_else_sees_nothing_of_it() -> None:
    anna, boris = anna_begins(), people().boris
    with clock.as_of(riga(5, 19)):
        client_id = str(uuid4())
        sent = device_of(anna).post(
            "/o/diary.1/", filled(occasion_of(anna, "diary.1"), client_id=client_id)
        )
        assert sent["Location"] == f"/received/{client_id}/"
        assert device_of(boris).get(f"/received/{client_id}/").status_code == 404
        assert device_of(boris).get("/o/diary.1/").status_code == 404
        assert device_of(anna).get(f"/received/{client_id}/").status_code == 200
