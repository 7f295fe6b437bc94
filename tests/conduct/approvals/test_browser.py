"""Approvals, delegation, payments in a real browser, at 390 and 1280 px: accessible, they fit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import night
import pytest
import servers
import team

sys.path.insert(0, str(Path(__file__).parents[1] / "payments"))
import purse

from limen.conduct.core import clock
from limen.conduct.core.approvals import needed_at
from limen.conduct.core.approvals.services import end_approval, record_approval
from limen.conduct.core.delegation import sign_delegation
from limen.conduct.core.models import ApprovalRecord, Study

pytestmark = pytest.mark.long

SHOWN = "one => document.querySelector(one).getClientRects().length > 0"


@pytest.fixture
def crowd(deployment) -> Iterator[night.Team]:
    """A study that pays and needs approvals, of which one has lapsed and one lapses soon."""
    with servers.sqlite(purse.PROTOCOL), clock.as_of(team.EVENING):
        people = night.Team()
        team.begins(people.anna)
        purse.pays(people.anna, people.carla, purse.RUN_IN[0])
        for row in ApprovalRecord.objects.filter(site=people.here, ends=None):
            end_approval(row, reason="revoked", ended_on=date(2026, 1, 1), by=people.ines)
        protocol = Study.objects.get().protocol
        for needed in needed_at(people.here, protocol)[:1]:
            record_approval(people.here, needed.id, reference="EC 12/2026 a long reference",
                            valid_from=date(2026, 2, 1), valid_until=date(2026, 3, 20),
                            letter_sha256="ab" * 32, by=people.ines)  # fmt: skip
        line = sign_delegation(
            people.here, to=people.carla, tasks=["consent_talk", "visit_forms", "kits"],
            function="Study nurse", starts_on=date(2026, 2, 1), signed_by=people.ines,
        )  # fmt: skip
        sign_delegation(people.here, to=people.carla, tasks=["visit_forms"], replaces=line,
                        starts_on=date(2026, 2, 1), signed_by=people.ines)  # fmt: skip
        people.petra  # noqa: B018 - she works there
        yield people


def test_every_page_is_accessible_and_fits_and_the_log_can_be_printed(crowd, tour):
    for name, address in _addresses(crowd.anna).items():
        page = tour.visit(name, address, crowd.ines)
    page.goto(team.address("delegation"))
    page.emulate_media(media="print")
    shown = {one: page.evaluate(SHOWN, one) for one in (".log", "h1", "main > form", ".tabs")}
    assert tour.faults() == {}
    assert shown == {".log": True, "h1": True, "main > form": False, ".tabs": False}


def _addresses(anna) -> dict[str, str]:
    return {
        "approvals": team.address("approvals"),
        "study": team.address("study"),
        "invite": team.address("invite"),
        "delegation": team.address("delegation"),
        "delegation-line": team.address("delegation") + "?line=1",
        "payments": team.address("payments"),
        "person-payments": team.address("person_payments", anna),
        "person": team.address("person", anna),
    }
