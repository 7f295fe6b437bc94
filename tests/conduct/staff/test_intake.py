"""Entering what became of a dose."""

from __future__ import annotations

from uuid import uuid4

import pytest
import team

from limen.conduct.core.models import Administration
from limen.conduct.core.services.free_text import read_reason


def form(**more: str) -> dict[str, str]:
    around = {"client_id": str(uuid4()), "number": "1", "status": "taken", "envelope": "A-017"}
    return around | {"taken_at": "2026-03-02T08:30"} | more


def test_it_works(anna, carla):
    address = team.address("intake", anna)
    assert "2 Mar 2026" in team.text_of(carla.get(address))
    team.went_on(carla.post(address, form()), address)
    found = Administration.objects.get()
    assert (found.number, found.status, found.kit) == (1, "taken", "A-017")
    assert found.submission.entered_by == "staff:carla"
    assert found.taken_at.isoformat() == "2026-03-02T06:30:00+00:00"  # Riga is two hours ahead


def test_what_stands_is_corrected_with_a_reason_only(anna, carla):
    carla.post(team.address("intake", anna), form())
    missed = form(status="missed", taken_at="")
    team.refused(carla.post(team.address("intake", anna), missed), "needs a reason")
    team.went_on(carla.post(team.address("intake", anna), missed | {"reason": "wrong day"}))
    found = Administration.objects.latest("version")
    assert (found.status, found.version) == ("missed", 2)
    assert read_reason(anna, found.reason) == "wrong day"
    assert "wrong day" in team.text_of(carla.get(team.address("intake", anna)))


@pytest.mark.parametrize(
    "more",
    [{"number": "99"}, {"number": "x"}, {"status": "sold"}, {"taken_at": ""}, {"number": "5"},
     {"taken_at": "2026-04-01T08:00"}],
)  # fmt: skip
def test_what_does_not_fit_is_refused(anna, carla, more):
    assert carla.post(team.address("intake", anna), form(**more)).status_code == 422
    assert Administration.objects.count() == 0
