"""Messages of which nobody knows whether they arrived."""

from __future__ import annotations

import pytest
import team

from limen.conduct.core import clock
from limen.conduct.core.models import OutboxMessage


def message(person, state: str) -> OutboxMessage:
    now = clock.now()
    return OutboxMessage.objects.create(
        participant=person, channel="email", purpose="reminder", idempotency_key=state,
        due_at=now, window_end=now, made_at=now, state=state,
    )  # fmt: skip


@pytest.mark.parametrize("state", ["uncertain", "failed"])
def test_it_works(anna, mei, state):
    message(anna, state)
    page = team.text_of(mei.get("/staff/messages/"))
    assert anna.number in page
    assert f">{state}<" in page


def test_what_went_well_is_not_in_it(anna, mei):
    message(anna, "sent")
    assert "There are none." in team.text_of(mei.get("/staff/messages/"))


def test_another_site_s_is_not_in_it(anna, dario):
    message(anna, "uncertain")
    assert anna.number not in team.text_of(dario.get("/staff/messages/"))
