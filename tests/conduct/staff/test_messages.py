"""Messages that somebody should look at; that somebody wants no e-mail is no fault."""

from __future__ import annotations

import cast
import pytest
import team

from limen.conduct.core import clock
from limen.conduct.core.messages.evidence import note
from limen.conduct.core.messages.state import Evidence
from limen.conduct.core.models import OutboxMessage
from limen.conduct.core.trail import recording


def message(person, state: str, *kinds: Evidence, detail: str = "", **more) -> OutboxMessage:
    """A message in a state, with the evidence that led to it."""
    now = clock.now()
    made = OutboxMessage.objects.create(
        participant=person, channel="email", purpose="reminder", idempotency_key=f"{state} {kinds}",
        due_at=now, window_end=now, made_at=now, state=state, **more,
    )  # fmt: skip
    for kind in (Evidence.INTENDED, *kinds):
        with recording("test.noted", by=cast.BY) as record:
            said = "by email, due 2026-03-03T18:30:00Z" if kind == Evidence.INTENDED else detail
            note(record, [made], kind, detail=said)
    return made


@pytest.mark.parametrize(
    ("state", "kind", "words"),
    [
        ("uncertain", Evidence.UNCERTAIN, "uncertain"),
        ("failed", Evidence.FAILED, "failed"),
        ("expired", Evidence.EXPIRED, "too late to send"),
    ],
)
def test_it_works(anna, mei, state, kind, words):
    message(anna, state, kind)
    page = team.text_of(mei.get("/staff/messages/"))
    assert anna.number in page
    assert f">{words}<" in page
    assert "2026-03-03T18:30" not in page


def test_what_went_well_is_not_in_it(anna, mei):
    message(anna, "sent", Evidence.SENT)
    message(anna, "expired", Evidence.SUPERSEDED)
    assert "There are none." in team.text_of(mei.get("/staff/messages/"))


def test_who_wants_no_e_mail_is_not_in_it_and_tagged_neutrally(anna, mei):
    message(anna, "failed", Evidence.UNREACHABLE, detail="no e-mail address")
    assert "There are none." in team.text_of(mei.get("/staff/messages/"))
    page = team.text_of(mei.get(team.address("person", anna)))
    assert '<span class="tag ">no e-mail address</span>' in page
    assert "by email, due" not in page


def test_a_call_to_staff_that_found_no_way_is_in_it(anna, people, mei):
    message(anna, "failed", Evidence.UNREACHABLE, detail="no e-mail address", member=people.carla)
    assert f"to {people.carla.name}" in team.text_of(mei.get("/staff/messages/"))


def test_another_site_s_is_not_in_it(anna, dario):
    message(anna, "uncertain", Evidence.UNCERTAIN)
    assert anna.number not in team.text_of(dario.get("/staff/messages/"))
