"""The list of people."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import agreement
import cast
import pytest
import team
from django.db import connection
from django.test.utils import CaptureQueriesContext

from limen.conduct.core import clock, consenting
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import OutboxMessage, Participant, StaffMember, Study
from limen.conduct.core.occasions.services import pause, settle
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording

HOME = "/staff/"


def invited(people, count: int = 1) -> list[Participant]:
    return [invite(people.here, by=cast.BY).participant for _ in range(count)]


def shows(client, address: str = HOME) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(client, **query: str) -> dict[str, str]:
    """The rows of the table: what stands after the number, by number."""
    page = shows(client, HOME + "?" + urlencode(query))
    found = re.findall(r'<tr><th scope="row"><a [^>]*>([^<]+)</a></th>(.*?)</tr>', page, re.DOTALL)
    return dict(found)


def named(client, need: str) -> set[str]:
    return set(rows(client, need=need))


def test_it_works(anna, carla):
    page = shows(carla)
    assert anna.number in page
    assert "Enrolled" in page


def test_people_of_other_sites_are_not_in_it(anna, people, carla, dario):
    assert people.boris.number not in shows(carla)
    assert anna.number not in shows(dario)


def test_an_administrator_is_shown_the_study_instead(people):
    adam = team.browser_of(team.adam())
    assert adam.get(HOME).headers["Location"] == "/staff/study/"


def test_what_is_due_is_counted(anna, carla):
    assert '<td class="number">1</td>' in rows(carla)[anna.number]  # the diary
    team.answers(anna, "diary.2")
    assert '<td class="number">1</td>' not in rows(carla)[anna.number]


def test_who_was_asked_and_sent_nothing_for_days_is_silent(anna, carla):
    assert named(carla, "silent") == set()
    team.answers(anna, "diary.2")
    with clock.as_of(team.EVENING + timedelta(days=4)):
        settle()
        late = team.browser_of(StaffMember.objects.get(name="carla"))
        assert named(late, "silent") == {anna.number}


def test_who_pauses_is_not_called_silent(anna, carla):
    pause(anna, by=cast.BY)
    with clock.as_of(team.EVENING + timedelta(days=20)):
        settle()
        late = team.browser_of(StaffMember.objects.get(name="carla"))
        assert named(late, "silent") == set()
        assert named(late, "paused") == {anna.number}


def test_who_failed_the_last_attempt_needs_a_talk_until_another_is_allowed(people, carla):
    bea, _other = invited(people, 2)
    by = Actor.participant(bea)
    for _attempt in range(3):
        assert named(carla, "talk") == set()
        consenting.answer_check(bea, agreement.wrong_answers(bea), by=by)
    assert named(carla, "talk") == {bea.number}
    consenting.allow_attempt(bea, by=cast.BY)
    assert named(carla, "talk") == set()


def test_who_has_consented_waits_for_signature_and_decision(people, carla):
    (bea,) = invited(people)
    consent = agreement.agrees(bea)
    assert named(carla, "counter_signature") == named(carla, "decision") == {bea.number}
    consenting.counter_sign(consent, member=people.ines, meaning="x", respondent="physician")
    assert named(carla, "counter_signature") == set()


def test_a_message_that_is_uncertain_is_shown(anna, carla):
    state = OutboxMessage.State.UNCERTAIN
    now = clock.now()
    OutboxMessage.objects.create(
        participant=anna, channel="email", purpose="reminder", idempotency_key="k", due_at=now,
        window_end=now, made_at=now, state=state,
    )  # fmt: skip
    assert named(carla, "uncertain") == {anna.number}


def test_who_must_consent_again_is_shown(anna, carla):
    with recording("test.due", by=cast.BY, participant=anna) as record:
        stored = record.fresh(anna)
        stored.consent_due = True
        record.change(stored, "consent_due")
    assert named(carla, "consent_again") == {anna.number}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"number": "001"}, {"riga-001"}),
        ({"status": "invited"}, {"riga-002", "riga-003"}),
        ({"status": "nonsense"}, {"riga-001", "riga-002", "riga-003"}),
        ({"number": "'; DROP TABLE"}, set()),
        ({"site": "porto"}, set()),
    ],
)
def test_it_is_narrowed(people, anna, carla, query, expected):
    invited(people, 2)
    expected = {number.replace("riga", people.here.identifier) for number in expected}
    assert set(rows(carla, **query)) == expected


@pytest.mark.parametrize("query", [{}, {"number": "riga"}, {"need": "talk"}])
def test_fewer_than_ten_queries_for_five_hundred_people(people, carla, query):
    many(people, 500)
    with CaptureQueriesContext(connection) as queries:
        page = carla.get(HOME, query)
    assert page.status_code == 200
    assert len(queries) < 10


def test_it_is_paged(people, carla):
    many(people, 60)
    assert "Page 1 of 2" in shows(carla)
    assert len(rows(carla, page="2")) == 10
    assert len(rows(carla, page="nonsense")) == 50


def many(people, count: int) -> None:
    """Invite many at once, without their keys."""
    version = Study.objects.get().version
    with recording("test.many", by=cast.BY) as record:
        record.add_all(
            Participant(
                number=f"riga-{number}", site=people.here, zone="Europe/Riga", language="en",
                invited_at=record.at, version=version,
            )
            for number in range(1000, 1000 + count)
        )  # fmt: skip
