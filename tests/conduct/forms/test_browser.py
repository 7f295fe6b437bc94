"""The pages of forms in a real browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import team
import visit

from limen.conduct.core.answering import doses, record_administration
from limen.conduct.core.forms.services import freeze, verify

pytestmark = pytest.mark.long


def happens(anna, people) -> None:
    """Let forms stand in every state, and somebody be watched."""
    row = visit.fills(anna, people.carla, performed_by=people.ines)
    visit.corrects(anna, "pulse", 66, people.carla)
    row.refresh_from_db()
    verify(row, member=people.mei, seen=row.content)
    row.refresh_from_db()
    freeze(visit.signs(row, people.ines), member=people.ines)
    tests = {"measurement.pregnancy_test": "0", "measurement.drug_test": "0"}
    visit.fills(anna, people.carla, "tests", fields=tests)
    visit.fills(anna, people.carla, "ecg", final=False, fields={"measurement.qtc": "412"})
    questions = team.filled(visit.questions(anna, "rated", "rated"))
    visit.fills(anna, people.carla, "rated", "rated", fields=questions)
    taken = team.EVENING - timedelta(hours=2)
    record_administration(
        anna,
        client_id=uuid4(),
        status="taken",
        taken_at=taken,
        number=doses(anna)[0].due.number,
        by=visit.actor(people.carla),
    )


def test_every_page_is_accessible_and_fits(anna, people, tour):
    happens(anna, people)
    for (name, who), address in _addresses(anna).items():
        tour.visit(name, address, getattr(people, who))
    assert tour.faults() == {}


def _addresses(anna) -> dict[tuple[str, str], str]:
    def form(name: str, id: str, identifier: str = "baseline") -> str:
        return team.address(name, anna, identifier, id)

    return {
        ("person", "ines"): team.address("person", anna),
        ("forms", "ines"): team.address("forms", anna),
        ("frozen", "ines"): form("form", "vital_signs"),
        ("rated", "ines"): form("form", "rated", "rated"),
        ("to_verify", "mei"): form("form", "tests"),
        ("enter", "ines"): form("form_enter", "tests", "last_contact"),
        ("go_on", "ines"): form("form_enter", "ecg"),
        ("not_done", "ines"): form("form_not_done", "laboratory"),
        ("unfreeze", "ines"): form("form_freeze", "vital_signs"),
        ("sign", "ines"): team.address("forms_sign", anna),
        ("release", "ines"): team.address("release", anna),
    }
