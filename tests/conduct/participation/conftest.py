"""Somebody who takes part: enrolled, with study day 1 set and occasions made."""

from __future__ import annotations

from datetime import UTC, datetime

import cast
import pytest

from limen.conduct.core import clock
from limen.conduct.core.models import Participant
from limen.conduct.core.occasions.services import begin_study

#: Study day 1 is 2 March 2026; tests begin at noon of that day.
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def anna(on_each_database, by) -> Participant:
    """Enrolled; study day 1 is today."""
    with clock.as_of(NOON):
        found = cast.people(by).anna
        begin_study(found, start=NOON.date(), by=by)
        found.refresh_from_db()
        yield found
