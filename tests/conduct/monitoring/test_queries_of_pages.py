"""However many people take part, a page asks the database as often."""

from __future__ import annotations

import many
import servers
import team
from django.db import connection
from django.test.utils import CaptureQueriesContext

from limen.conduct.core import clock
from limen.conduct.core.models import Site
from limen.conduct.staff.monitoring.matters import MATTERS

ADDRESSES = tuple(f"/staff/monitoring/{name}" for name in ("", *(f"{one}/" for one in MATTERS)))


def asked(people: int) -> dict[str, int]:
    """How many queries each page takes with so many people."""
    many.many(people, 20)
    found = {}
    with clock.as_of(many.NOW):
        browser = team.browser_of(many.works_at("max", "monitor", *Site.objects.all()))
        for address in ADDRESSES:
            browser.get(address)  # once, for what is read once per process
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found[address] = len(queries)
    return found


def test_as_many_for_ten_people_as_for_sixty(deployment):
    with servers.sqlite(servers.DEMONSTRATION):
        few = asked(10)
    with servers.sqlite(servers.DEMONSTRATION):
        many_ = asked(60)
    assert few == many_
