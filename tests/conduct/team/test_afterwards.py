"""After a withdrawal, an erasure or the lock each page of the team opens, and writes nothing."""

from __future__ import annotations

import cast
import crawl
import planted
import pytest
import team

from limen.conduct.core.models import AuditEntry, Study
from limen.conduct.core.occasions.services import withdraw
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import recording

WRITES = {"monitoring_report", "event_report"}  # that they were taken, and by whom


def _locks(_anna) -> None:
    with recording("study.locked", by=cast.BY) as record:
        study = Study.objects.get()
        study.locked_at = record.at
        record.change(study, "locked_at")


def _withdraws(anna) -> None:
    withdraw(anna, data_use="keep", by=cast.BY)


def _erases(anna) -> None:
    _withdraws(anna)
    erase(anna, by=cast.BY)


@pytest.mark.parametrize("happens", [_withdraws, _erases, _locks])
def test_pages_open_and_looking_writes_nothing(people, anna, happens):
    planted.plant(anna, people)
    happens(anna)
    members = people.ines, people.carla, people.mei
    before = AuditEntry.objects.count()
    shown = 0
    for browser in map(team.browser_of, members):
        for name, address in crawl.addresses([anna]):
            answer = browser.get(address)
            if name in WRITES:
                before += answer.status_code == 200
            assert answer.status_code in (200, 302, 403, 404, 405), address
            shown += answer.status_code == 200
    assert shown > 80
    assert AuditEntry.objects.count() == before
