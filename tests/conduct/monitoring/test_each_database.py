"""The same study gives the same report on both databases, and its time stops at the lock."""

from __future__ import annotations

import re
from datetime import timedelta

import cast
import many

from limen.conduct.core import clock
from limen.conduct.core.models import Study
from limen.conduct.core.trail import recording
from limen.conduct.staff.monitoring.report import open_report

_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_found: dict[str, str] = {}


def _lines() -> str:
    return _HASH.sub("*", open_report().content.decode())


def test_the_report_is_the_same(demonstration_on_each_database):
    many.many(12, 15)
    with clock.as_of(many.NOW):
        assert _found.setdefault("report", _lines()) == _lines()


def test_after_the_lock_nothing_of_it_changes(crowd):
    with recording("test.locked", by=cast.BY) as record:
        study = record.fresh(Study.objects.get())
        study.locked_at = record.at
        record.change(study, "locked_at")
    then = open_report()
    with clock.as_of(many.NOW + timedelta(days=90)):
        assert open_report() == then
