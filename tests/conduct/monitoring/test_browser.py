"""The monitor's pages in a real browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator

import many
import pytest
import servers
import team
from django.urls import reverse

from limen.conduct.core import clock
from limen.conduct.core.models import Site, StaffMember
from limen.conduct.staff.monitoring.matters import MATTERS
from limen.conduct.staff.monitoring.report import open_report

pytestmark = pytest.mark.long


@pytest.fixture
def monitor(deployment) -> Iterator[StaffMember]:
    """Monitors every site of a study in which much has happened."""
    with servers.sqlite(many.BOUNDED):
        many.many(22, 14)
        with clock.as_of(many.NOW):
            yield many.works_at("max", "monitor", *Site.objects.all())


def test_every_page_is_accessible_and_fits(monitor, tour):
    tour.visit("overview", team.address("monitoring"), monitor)
    for matter in MATTERS:
        tour.visit(matter, reverse("staff:monitoring_topic", args=[matter]), monitor)
    tour.unpack("staff:monitoring_report", open_report().content)
    assert tour.faults() == {}
