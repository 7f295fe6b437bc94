"""The pages of the lock in a browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

import pytest
import team
from last_day import BY

from limen.conduct.core.locking import meaning_of_casebook, sign_casebook
from limen.conduct.core.locking.casebook import casebook_states
from limen.conduct.core.models import Occasion, Participant
from limen.conduct.core.trail import recording

pytestmark = pytest.mark.long


def test_every_page_is_accessible_and_fits(over, tour):
    anna, boris, *_others = over.people
    with recording("test.reopened", by=BY) as record:
        rows = list(Occasion.objects.filter(participant=boris)[:12])
        for row in rows:
            row.state = "open"
        record.change_all(rows, "state")
    seen = casebook_states(Participant.objects.all())[anna.pk]
    sign_casebook(anna, member=over.ines, seen=seen, meaning=meaning_of_casebook())
    for name, address in _addresses(over.people).items():
        tour.visit(name, address, over.ines)
    assert tour.faults() == {}


def _addresses(people) -> dict[str, str]:
    return {
        "lock": "/staff/lock/",
        "lock-kind": "/staff/lock/?kind=occasions",
        "casebooks": "/staff/casebooks/",
        "signed": team.address("casebook", people[0]),
        "undone": team.address("casebook", people[1]),
        "ready": team.address("casebook", people[2]),
    }
